[assembly: Module("Kernel")]
