using System.Linq.Expressions;
using System.Reflection;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Filtering;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Filters;

/// <summary>A filter input that is made by hand.</summary>
internal interface IFilterInputType
{
    string AddTo(ITypeRegistry types);
}

/// <summary>A filter input that is made by hand: derive from it and override <see cref="Configure"/>.</summary>
public class FilterInputType<T> : IFilterInputType
{
    /// <summary>Says what clients may filter by.</summary>
    protected virtual void Configure(IFilterInputTypeDescriptor<T> descriptor)
    {
    }

    string IFilterInputType.AddTo(ITypeRegistry types)
    {
        var descriptor = new FilterInputTypeDescriptor<T>();
        Configure(descriptor);
        var name = descriptor.InputName ?? InputTypeNames.Of(GetType(), typeof(FilterInputType<T>), types.NameOf(typeof(T), TypeContext.Output) + "FilterInput");
        if (types.Find(name) is not null) return name;
        var input = FilterConvention.Begin(types, name, typeof(T), descriptor.HasAnd, descriptor.HasOr);
        foreach (var (member, fieldName, type) in descriptor.Explicit)
        {
            var property = (member.Body as MemberExpression)?.Member as PropertyInfo;
            var field = (type is null && property is not null ? FilterConvention.FieldFor(types, property) : null)
                ?? FilterConvention.Field("", TypeRef.Named(InputOf(types, type ?? member.ReturnType)), FilterOperation.Member);
            field.Features.Set(new FilterField(FilterOperation.Member, member)
            {
                IsJoin = FilterConvention.IsJoin(member.ReturnType),
                IsNullable = property is not null ? DataMembers.IsNullable(property) : !member.ReturnType.IsValueType || Nullable.GetUnderlyingType(member.ReturnType) is not null,
            });
            field.Property = property;
            field.Name = fieldName ?? (property is null
                ? throw new SchemaException($"The filter field {member} of {name} needs a name: add .Name(...).")
                : types.Naming.GetMemberName(property));
            input.Fields.Add(field);
        }
        if (descriptor.BindImplicitly)
        {
            foreach (var property in DataMembers.Of(typeof(T)))
            {
                if (descriptor.Handles(property) || FilterConvention.FieldFor(types, property) is not { } field) continue;
                input.Fields.Add(field);
            }
        }
        return name;
    }

    private static string InputOf(ITypeRegistry types, Type type)
    {
        if (DataTypes.ElementOf(type) is not { } element) return FilterConvention.InputFor(types, type);
        var item = FilterConvention.InputFor(types, element);
        return ScalarOperations.IsLeaf(element) ? OperationInputs.ForList(types, item, element) : OperationInputs.ForObjectList(types, item, element);
    }
}

/// <summary>Says what clients may filter by.</summary>
public interface IFilterInputTypeDescriptor<T>
{
    /// <summary>The input's name.</summary>
    IFilterInputTypeDescriptor<T> Name(string value);

    /// <summary>Only fields that are named here.</summary>
    IFilterInputTypeDescriptor<T> BindFieldsExplicitly();

    /// <summary>All properties too; the default.</summary>
    IFilterInputTypeDescriptor<T> BindFieldsImplicitly();

    /// <summary>A member or an expression over members; the latter needs a name.</summary>
    IFilterFieldDescriptor Field<TField>(Expression<Func<T, TField>> member);

    /// <summary>Leaves a property out.</summary>
    IFilterInputTypeDescriptor<T> Ignore(Expression<Func<T, object?>> member);

    /// <summary>Whether there is <c>and</c>.</summary>
    IFilterInputTypeDescriptor<T> AllowAnd(bool allow = true);

    /// <summary>Whether there is <c>or</c>.</summary>
    IFilterInputTypeDescriptor<T> AllowOr(bool allow = true);
}

/// <summary>Configures one field of a filter input.</summary>
public interface IFilterFieldDescriptor
{
    /// <summary>The field's name.</summary>
    IFilterFieldDescriptor Name(string value);

    /// <summary>The class of the nested input.</summary>
    IFilterFieldDescriptor Type<TType>();
}
