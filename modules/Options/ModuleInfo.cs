[assembly: Module("Options")]
