namespace GraphQLPlugins.Testing;

public static class Placeholder;
