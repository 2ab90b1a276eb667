System.Console.WriteLine("dotnet ef migrations add NAME -s tests/Migrations -p <project> --context <context> -o Storage/Migrations/<provider>");
