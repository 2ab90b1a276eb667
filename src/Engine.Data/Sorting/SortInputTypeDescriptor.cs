using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Fields;

namespace GraphQLPlugins.Engine.Data.Sorting;

internal sealed class SortInputTypeDescriptor<T> : InputTypeDescriptor, ISortInputTypeDescriptor<T>
{
    public ISortInputTypeDescriptor<T> Name(string value)
    {
        InputName = value;
        return this;
    }

    public ISortInputTypeDescriptor<T> BindFieldsExplicitly()
    {
        BindImplicitly = false;
        return this;
    }

    public ISortInputTypeDescriptor<T> BindFieldsImplicitly()
    {
        BindImplicitly = true;
        return this;
    }

    public ISortFieldDescriptor Field<TField>(Expression<Func<T, TField>> member) => Add(new SortFieldDescriptor(member));

    public ISortInputTypeDescriptor<T> Ignore(Expression<Func<T, object?>> member)
    {
        IgnoreMember(member);
        return this;
    }

    private sealed class SortFieldDescriptor(LambdaExpression member) : FieldDescriptor(member), ISortFieldDescriptor
    {
        public ISortFieldDescriptor Name(string value)
        {
            FieldName = value;
            return this;
        }

        public ISortFieldDescriptor Type<TType>()
        {
            FieldType = typeof(TType);
            return this;
        }
    }
}
