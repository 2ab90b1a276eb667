[assembly: Module("Catalog")]
