using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Tests.TypeSystem;

/// <summary>Spec 3: what a schema must be.</summary>
public sealed class SchemaValidatorTests
{
    [Theory]
    [InlineData("type Query { __a: Int }", "Query.__a: `__a` starts with two underscores, which are reserved for introspection.")]
    [InlineData("type Query { a: Int a: Int }", "Query.a: Query has two fields of this name; rename one with [GraphQLName] or leave it out with [GraphQLIgnore].")]
    [InlineData("type Query { a(b: Int, b: Int): Int }", "Query.a.b: Query.a has two arguments of this name; rename one with [GraphQLName] or leave it out with [GraphQLIgnore].")]
    [InlineData("type Query { a: I } input I { b: Int }", "Query.a: I is an input object, which cannot be returned.")]
    [InlineData("type Query { a(b: Query): Int }", "Query.a(b:): Query is no input type: clients send scalars, enums, input objects and lists of these.")]
    [InlineData("type Query { a(b: Int! @deprecated): Int }", "Query.a(b:): a required input cannot be deprecated; make it nullable or give it a default.")]
    [InlineData("type Query { a(b: Int = \"x\"): Int }", "Query.a(b:): its default is not valid: \"x\" is not a value of Int.")]
    [InlineData("type Query { a(b: [E!] = [A, null]): Int } enum E { A }", "Query.a(b:): its default is not valid: null is not a value of E!.")]
    [InlineData("type Query { a(b: I = { c: 1 }): Int } input I { c: Int d: Int! }", "Query.a(b:): its default is not valid: the field d of I is missing.")]
    [InlineData("type Query { a: Int } input I { i: I! }", "I: no value could ever be given, because it needs itself through I.i; make one of these nullable.")]
    [InlineData("type Query { a: Int } input A { b: B! } input B { a: A! }", "A: no value could ever be given, because it needs itself through A.b, B.a; make one of these nullable.")]
    [InlineData("type Query { a: Int } input A { a: A = {} }", "A.a: its default needs itself through A.a; give one of these no default.")]
    [InlineData("type Query { a: Int } input I @oneOf { a: Int! b: Int }", "I.a: a field of a oneOf input must be nullable.")]
    [InlineData("type Query { a: Int } input I @oneOf { a: Int = 1 b: Int }", "I.a: a field of a oneOf input cannot have a default.")]
    [InlineData("type Query implements N { a: Int } interface N { b: Int }", "Query.b: the field is missing; N has it.")]
    [InlineData("type Query implements N { a: Int } interface N { a: String }", "Query.a: its type Int is not String of N.a, nor narrower.")]
    [InlineData("type Query implements N { a: Int } interface N { a: Int! }", "Query.a: its type Int is not Int! of N.a, nor narrower.")]
    [InlineData("type Query implements N { a: Int } interface N { a(b: Int): Int }", "Query.a: the argument b is missing; N.a has it.")]
    [InlineData("type Query implements N { a(b: Int!): Int } interface N { a(b: Int): Int }", "Query.a(b:): its type Int! differs from Int of N.a.")]
    [InlineData("type Query implements N { a(b: Int!): Int } interface N { a: Int }", "Query.a(b:): N.a does not have it, so it cannot be required.")]
    [InlineData("type Query implements N { a: Int @deprecated } interface N { a: Int }", "Query.a: it is deprecated, so N.a must be too.")]
    [InlineData("type Query implements M { a: Int } interface M implements N { a: Int } interface N { a: Int }", "Query: it implements M and must implement N too, as M does.")]
    [InlineData("type Query { a: Int } interface N implements N { a: Int }", "N: an interface cannot implement itself.")]
    [InlineData("type Query { a: U } union U = Query | Query", "U.Query: U has two members of this name; rename one with [GraphQLName] or leave it out with [GraphQLIgnore].")]
    [InlineData("type Query { a: Int @nope }", "Query.a: the directive @nope is not known; register it with AddDirectiveType.")]
    [InlineData("type Query { a: Int @d } directive @d on OBJECT", "Query.a: the directive @d may not stand here.")]
    [InlineData("type Query { a: Int @d @d } directive @d on FIELD_DEFINITION", "Query.a: the directive @d may stand here only once.")]
    [InlineData("type Query { a: Int @d(x: 1) } directive @d on FIELD_DEFINITION", "Query.a: the directive @d has no argument x.")]
    [InlineData("type Query { a: Int @d } directive @d(x: Int!) on FIELD_DEFINITION", "Query.a: the directive @d needs the argument x.")]
    [InlineData("type Query { a: Int @d(x: \"y\") } directive @d(x: Int!) on FIELD_DEFINITION", "Query.a: the argument x of @d is not valid: \"y\" is not a value of Int.")]
    [InlineData("schema { query: Query mutation: Query } type Query { a: Int }", "Query: one type cannot be the root of queries and of mutations.")]
    public void A_faulty_schema_is_refused_with_place_and_reason(string sdl, string message) =>
        Assert.Equal(message, Assert.Single(Assert.Throws<SchemaException>(() => SdlSchemaBuilder.Build(sdl)).Errors).Message);

    [Theory]
    [InlineData("type Query implements N { a: [Int!]! b(c: Int, d: Int = 1): Query } interface N { a: [Int] b(c: Int): N }")]
    [InlineData("type Query { a(b: I = { c: 1, e: [A, B] }): Int } input I { c: Int! e: [E!] i: I } enum E { A B }")]
    [InlineData("type Query { a: Int } input I @oneOf { a: Int b: I }")]
    [InlineData("type Query { a: Int @d(x: 1) @d(x: 2) } directive @d(x: Int!) repeatable on FIELD_DEFINITION")]
    [InlineData("type Query { a(b: [Int] = 1): U } union U = Query | B type B { c: Int }")]
    public void A_sound_schema_is_taken(string sdl) => Assert.Equal("Query", SdlSchemaBuilder.Build(sdl).QueryType.Name);
}
