using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Filters;

namespace GraphQLPlugins.Engine.Data.Filtering;

internal sealed class FilterInputTypeDescriptor<T> : InputTypeDescriptor, IFilterInputTypeDescriptor<T>
{
    public bool HasAnd { get; private set; } = true;

    public bool HasOr { get; private set; } = true;

    public IFilterInputTypeDescriptor<T> Name(string value)
    {
        InputName = value;
        return this;
    }

    public IFilterInputTypeDescriptor<T> BindFieldsExplicitly()
    {
        BindImplicitly = false;
        return this;
    }

    public IFilterInputTypeDescriptor<T> BindFieldsImplicitly()
    {
        BindImplicitly = true;
        return this;
    }

    public IFilterFieldDescriptor Field<TField>(Expression<Func<T, TField>> member) => Add(new FilterFieldDescriptor(member));

    public IFilterInputTypeDescriptor<T> Ignore(Expression<Func<T, object?>> member)
    {
        IgnoreMember(member);
        return this;
    }

    public IFilterInputTypeDescriptor<T> AllowAnd(bool allow = true)
    {
        HasAnd = allow;
        return this;
    }

    public IFilterInputTypeDescriptor<T> AllowOr(bool allow = true)
    {
        HasOr = allow;
        return this;
    }

    private sealed class FilterFieldDescriptor(LambdaExpression member) : FieldDescriptor(member), IFilterFieldDescriptor
    {
        public IFilterFieldDescriptor Name(string value)
        {
            FieldName = value;
            return this;
        }

        public IFilterFieldDescriptor Type<TType>()
        {
            FieldType = typeof(TType);
            return this;
        }
    }
}
