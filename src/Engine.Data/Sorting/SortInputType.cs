using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Sorting;

/// <summary>A sort input that is made by hand: <c>[UseSorting&lt;BookSortType&gt;]</c>.</summary>
internal interface ISortInputType
{
    string AddTo(ITypeRegistry types);
}

/// <summary>A sort input that is made by hand: derive from it and override <see cref="Configure"/>.</summary>
public class SortInputType<T> : ISortInputType
{
    /// <summary>Says what clients may sort by.</summary>
    protected virtual void Configure(ISortInputTypeDescriptor<T> descriptor)
    {
    }

    string ISortInputType.AddTo(ITypeRegistry types)
    {
        var descriptor = new SortInputTypeDescriptor<T>();
        Configure(descriptor);
        var name = descriptor.InputName ?? InputTypeNames.Of(GetType(), typeof(SortInputType<T>), types.NameOf(typeof(T), TypeContext.Output) + "SortInput");
        if (types.Find(name) is not null) return name;
        var input = new InputObjectTypeDefinition { Name = name };
        types.Add(input);
        foreach (var (member, fieldName, type) in descriptor.Explicit)
        {
            var property = (member.Body as MemberExpression)?.Member as System.Reflection.PropertyInfo;
            InputFieldDefinition field;
            if (property is not null && type is null && SortConvention.FieldFor(types, property) is { } inferred)
            {
                field = inferred;
            }
            else
            {
                field = new InputFieldDefinition { Type = TypeRef.Named(type is null ? SortConvention.DirectionType(types) : SortConvention.InputFor(types, type)), Property = property };
                field.Directives.Add(DataDirectives.Cost(DataDirectives.OperationCost));
            }
            field.Features.Set(new SortField(member));
            field.Name = fieldName ?? (property is null
                ? throw new SchemaException($"The sort field {member} of {name} needs a name: add .Name(...).")
                : types.Naming.GetMemberName(property));
            input.Fields.Add(field);
        }
        if (descriptor.BindImplicitly)
        {
            foreach (var property in DataMembers.Of(typeof(T)))
            {
                if (descriptor.Handles(property) || SortConvention.FieldFor(types, property) is not { } field) continue;
                input.Fields.Add(field);
            }
        }
        return name;
    }
}

/// <summary>Says what clients may sort by.</summary>
public interface ISortInputTypeDescriptor<T>
{
    /// <summary>The input's name.</summary>
    ISortInputTypeDescriptor<T> Name(string value);

    /// <summary>Only fields that are named here.</summary>
    ISortInputTypeDescriptor<T> BindFieldsExplicitly();

    /// <summary>All properties too; the default.</summary>
    ISortInputTypeDescriptor<T> BindFieldsImplicitly();

    /// <summary>A member or an expression over members; the latter needs a name.</summary>
    ISortFieldDescriptor Field<TField>(Expression<Func<T, TField>> member);

    /// <summary>Leaves a property out.</summary>
    ISortInputTypeDescriptor<T> Ignore(Expression<Func<T, object?>> member);
}

/// <summary>Configures one field of a sort input.</summary>
public interface ISortFieldDescriptor
{
    /// <summary>The field's name.</summary>
    ISortFieldDescriptor Name(string value);

    /// <summary>The class of the nested input.</summary>
    ISortFieldDescriptor Type<TType>();
}
