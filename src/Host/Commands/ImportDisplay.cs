using GraphQLPlugins.Catalog.Import;
using Spectre.Console;

namespace GraphQLPlugins.Host.Commands;

/// <summary>A bar with rate and time left in a terminal; elsewhere a line every two seconds.</summary>
internal static class ImportDisplay
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(2);

    public static Task<ImportReport> ShowAsync(IAnsiConsole console, string name, Func<IProgress<ImportProgress>, Task<ImportReport>> import) =>
        console.Profile.Capabilities.Interactive ? ShowBarAsync(console, name, import) : import(new Lines(console, name));

    private static Task<ImportReport> ShowBarAsync(IAnsiConsole console, string name, Func<IProgress<ImportProgress>, Task<ImportReport>> import) => console.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(context => import(new Bar(context.AddTask(Markup.Escape(name)), name)));

    private static string Describe(string name, ImportProgress progress) => $"{name} {progress.Done:N0}/{progress.Total:N0}, {progress.Rate:N0}/s";

    private sealed class Bar(ProgressTask task, string name) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
            task.Description = Markup.Escape(Describe(name, value));
        }
    }

    private sealed class Lines(IAnsiConsole console, string name) : IProgress<ImportProgress>
    {
        private TimeSpan _next = LineEvery;

        public void Report(ImportProgress value)
        {
            if (value.Elapsed < _next) return;
            _next = value.Elapsed + LineEvery;
            console.WriteLine($"{Describe(name, value)}, {value.TimeLeft?.TotalSeconds ?? 0:0} s left");
        }
    }
}
