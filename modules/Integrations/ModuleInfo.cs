[assembly: Module("Integrations")]
