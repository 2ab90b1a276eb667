[assembly: Module("Sources")]
