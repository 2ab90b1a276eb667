using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>An aggregation under construction: a query, the type of its rows, and the columns that the next stage may name.</summary>
internal sealed class StatPipeline
{
    private const int MaxRows = 10_000;
    private const int MaxLookups = 3;
    private const int MaxNameLength = 64;
    private readonly QueryFunctions _functions;
    private readonly bool _inMemory;
    private Expression _query;
    private Type _row;
    private Func<string, StatColumn> _find;
    private List<StatColumn>? _columns;
    private List<(StatColumn Column, bool Descending)> _order = [];
    private IReadOnlyList<Func<Expression, Expression>> _tiebreaks;
    private readonly Dictionary<string, ResourceLookup> _joined = new(StringComparer.Ordinal);
    private Func<Expression, Expression> _item = row => row;
    private bool _hasUnwoundLists;

    private StatPipeline(Expression query, Type row, Func<string, StatColumn> find, IReadOnlyList<Func<Expression, Expression>> tiebreaks, QueryFunctions functions, bool inMemory)
    {
        _query = query;
        _row = row;
        _find = find;
        _tiebreaks = tiebreaks;
        _functions = functions;
        _inMemory = inMemory;
    }

    /// <summary>Starts with the items themselves.</summary>
    public static StatPipeline Of<T>(IQueryable<T> source, ResourceFields<T> fields)
    {
        var (functions, inMemory) = QueryRunner.FunctionsOf(source);
        return new StatPipeline(
            source.Expression, typeof(T),
            key => ColumnOf(fields, key, functions),
            [item => ParameterReplacer.Replace(fields.Tiebreak, item)], functions, inMemory);
    }

    /// <summary>A field of an item as a column.</summary>
    public static StatColumn ColumnOf<T>(ResourceFields<T> fields, string key, QueryFunctions functions)
    {
        var field = fields.Find(key);
        return !ResourceField.IsJson(field.Member.ReturnType) ? StatColumn.Of(key, item => Operand.Of(field, item, functions).Value)
            : field.Path.Length == 0 ? StatColumn.OfWhole(key, item => Operand.Of(field, item, functions), functions)
            : StatColumn.Of(key, item => Operand.Of(field, item, functions).Document!, functions);
    }

    /// <summary>The columns; null before the first group.</summary>
    public IReadOnlyList<StatColumn>? Columns => _columns;

    public Expression Query => _query;

    public Type Row => _row;

    /// <summary>The column of a name. Errors: <see cref="ResourceQueryException"/> when there is none.</summary>
    public StatColumn Find(string key) => _find(key);

    /// <summary>Adds a stage. Errors: <see cref="ResourceQueryException"/>.</summary>
    /// <param name="stage">It.</param>
    /// <param name="lookup">Finds what may be joined.</param>
    public void Add(StatStage stage, Func<StatLookup, ResourceLookup> lookup)
    {
        object?[] parts = [stage.Unwind, stage.Lookup, stage.Group, stage.Sort, stage.Project, stage.Count, stage.Limit, stage.Skip, stage.Match, stage.AddFields];
        if (parts.Count(p => p is not null) != 1)
            throw new ResourceQueryException(ResourceQueryException.Required, "A stage has exactly one of unwind, lookup, group, sort, project, add_fields, count, limit, skip and match.");
        if (stage.Unwind is { } unwind) Unwind(unwind.Path ?? throw Missing("unwind", "path"));
        else if (stage.Lookup is { } joined) Lookup(joined, lookup(joined));
        else if (stage.Group is { } group) Group(group);
        else if (stage.Sort is { } sort) Sort(sort);
        else if (stage.Project is { } project) Project(project);
        else if (stage.AddFields is { } added) AddFields(added);
        else if (stage.Count is { } count) Count(count.Name ?? throw Missing("count", "name"));
        else if (stage.Match is { } match) Match(match, null);
        else if (stage.Limit is { } limit) Take(nameof(Queryable.Take), Bounded("limit", limit));
        else Take(nameof(Queryable.Skip), Bounded("skip", stage.Skip!.Value));
    }

    /// <summary>The distinct values of a field, sorted, as the only column.</summary>
    public void Distinct(string key)
    {
        var column = _find(key);
        if (column.Document is null && StatColumn.IsList(column.Value(Expression.Parameter(_row, "x")).Type))
        {
            Unwind(key);
            column = _find(key);
        }
        Select([column.Kept(key, _functions)]);
        _query = Expression.Call(typeof(Queryable), nameof(Queryable.Distinct), [_row], _query);
        Sort([new ResourceSort(key)]);
    }

    private void Lookup(StatLookup stage, ResourceLookup lookup)
    {
        var name = stage.As ?? throw Missing("lookup", "as");
        if (_columns is not null) throw new ResourceQueryException(ResourceQueryException.InvalidStat, "lookup stands before the first group.");
        if (name.Length is 0 or > MaxNameLength || name.Contains('.') || _joined.ContainsKey(name) || IsKnown(name))
            throw new ResourceQueryException(ResourceQueryException.InvalidStat, $"as names something new with 1 to {MaxNameLength} characters and no dot; it is {name}.");
        if (_joined.Count == MaxLookups) throw new ResourceQueryException(ResourceQueryException.LimitExceeded, $"An aggregation has at most {MaxLookups} lookups.");
        _joined.Add(name, lookup);
        var find = _find;
        _find = key => key == name || key.StartsWith(name + ".", StringComparison.Ordinal)
            ? throw new ResourceQueryException(ResourceQueryException.InvalidStat, $"{name} was looked up; unwind it before {key} is named.") : find(key);
    }

    private bool IsKnown(string name)
    {
        try
        {
            _find(name);
            return true;
        }
        catch (ResourceQueryException)
        {
            return false;
        }
    }

    /// <summary>
    /// One row for each element of a list, of an array in a document, or of what was looked up; rows without any are left out. Errors: <see cref="ResourceQueryException"/>.
    /// </summary>
    public void Unwind(string path)
    {
        if (_columns is not null) throw new ResourceQueryException(ResourceQueryException.InvalidStat, "unwind stands before the first group.");
        var outer = Expression.Parameter(_row, "x");
        if (_joined.TryGetValue(path, out var lookup))
        {
            // EF Core cannot write a join behind a function's rows.
            if (_hasUnwoundLists) throw new ResourceQueryException(ResourceQueryException.InvalidStat, $"Unwind {path}, which was looked up, before any list.");
            Unwind(outer, lookup.Of(_item(outer)), lookup.Item, (key, find) => !key.StartsWith(path + ".", StringComparison.Ordinal) ? find(key)
                : (lookup.Find(key[(path.Length + 1)..], _functions) with { Name = key }).Over(row => Expression.Property(row, "Element")),
                row => ParameterReplacer.Replace(lookup.Tiebreak, Expression.Property(row, "Element")));
            return;
        }
        _hasUnwoundLists = true;
        var column = _find(path);
        var elements = column.Document?.Invoke(outer).Elements;
        var list = elements?.Sequence ?? column.Value(outer);
        if (elements is null && !StatColumn.IsList(list.Type))
            throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"{path} is no list that could be unwound.");
        var own = elements is null
            ? StatColumn.Of(path, row => Expression.Property(row, "Element"))
            : StatColumn.Of(path, row => elements.Of(Expression.Property(row, "Element")), _functions);
        Unwind(outer, list, elements?.Item ?? Data.Fields.DataTypes.ElementOf(list.Type)!,
            (key, find) => key == path ? own
                : own.Document is { } document && ResourceField.PathBelow(path, key) is { } below ? StatColumn.Of(key, row => Operand.Child(document(row), below), _functions)
                : find(key),
            row => own.Document is { } document ? document(row).Raw : QueryRunner.Sortable(own.Value(row)));
    }

    private void Unwind(
        ParameterExpression outer, Expression list, Type element, Func<string, Func<string, StatColumn>, StatColumn> find, Func<Expression, Expression> tiebreak)
    {
        var inner = Expression.Parameter(element, "e");
        var unwound = typeof(UnwoundItem<,>).MakeGenericType(_row, element);
        var sequence = typeof(IEnumerable<>).MakeGenericType(element);
        var make = Expression.MemberInit(Expression.New(unwound), Expression.Bind(unwound.GetProperty("Item")!, outer), Expression.Bind(unwound.GetProperty("Element")!, inner));
        _query = Expression.Call(typeof(Queryable), nameof(Queryable.SelectMany), [_row, element, unwound], _query,
            Expression.Quote(Expression.Lambda(typeof(Func<,>).MakeGenericType(_row, sequence), list, outer)),
            Expression.Quote(Expression.Lambda(make, outer, inner)));
        var (before, item, tiebreaks) = (_find, _item, _tiebreaks);
        _row = unwound;
        _find = key => find(key, other => before(other).Over(Inner));
        _item = row => item(Inner(row));
        _tiebreaks = [.. tiebreaks.Select(own => (Func<Expression, Expression>)(row => own(Inner(row)))), tiebreak];
        _order = [];

        static Expression Inner(Expression row) => Expression.Property(row, "Item");
    }

    private void Group(StatGroup group)
    {
        if (group.Keys is null or { Count: 0 } && group.Fields is null or { Count: 0 })
            throw new ResourceQueryException(ResourceQueryException.Required, "group needs keys or fields.");
        var item = Expression.Parameter(_row, "x");
        var columns = new List<StatColumn>();
        var keys = new List<Expression>();
        foreach (var key in group.Keys ?? []) AddKey(key, item, columns, keys);

        LambdaExpression selector = keys.Count == 0 ? Expression.Lambda(Expression.Constant(1), item) : Expression.Lambda(StatRows.New(keys), item);
        var grouping = typeof(IGrouping<,>).MakeGenericType(selector.ReturnType, _row);
        var groups = Expression.Call(typeof(Queryable), nameof(Queryable.GroupBy), [_row, selector.ReturnType], _query, Expression.Quote(selector));
        var parameter = Expression.Parameter(grouping, "g");
        var values = new List<Expression>(keys.Select((_, i) => StatRows.Slot(Expression.Property(parameter, "Key"), i)));
        var aggregation = new StatAggregation(_row, _find, _functions, _inMemory, OrderKeys());
        foreach (var field in group.Fields ?? []) aggregation.Add(field, parameter, columns, values);
        Become(groups, parameter, values, columns);
    }

    private void AddKey(StatKey key, ParameterExpression item, List<StatColumn> columns, List<Expression> keys)
    {
        var column = _find(key.Key ?? throw Missing("group.keys", "key"));
        var name = key.Name ?? throw Missing("group.keys", "name");
        if (key.DateFormat is { } format)
        {
            var parsed = StatDateFormat.Parse(format);
            var parts = parsed.Of(column.Document?.Invoke(item).Time ?? column.Value(item), column.Name, _functions);
            columns.Add(new StatColumn(name, _ => [], parsed.Format) { IsKey = true, IsPlain = false }.At(keys.Count, parts.Length));
            keys.AddRange(parts);
            return;
        }
        var value = column.Single(item);
        if (column.Document is null && StatColumn.IsList(value.Type))
            throw new ResourceQueryException(ResourceQueryException.InvalidStat, $"{column.Name} is a list; unwind it before it is grouped by.");
        columns.Add(column.Kept(name, _functions, isKey: true).At(keys.Count, 1));
        keys.Add(value);
    }

    private void Sort(IReadOnlyList<ResourceSort> sort, bool isWhole = false)
    {
        _order = [.. sort.Select(key => (_find(key.Key ?? throw Missing("sort", "key")), key.Desc == true))];
        Order(isWhole ? OrderKeys() : GivenKeys());
    }

    /// <summary>Sorts such that no two rows are alike.</summary>
    public void SortWhole(IReadOnlyList<ResourceSort> sort) => Sort(sort, isWhole: true);

    private void Order(IEnumerable<(Func<Expression, Expression> Value, bool Descending)> keys)
    {
        var first = true;
        foreach (var (value, descending) in keys)
        {
            var row = Expression.Parameter(_row, "x");
            _query = QueryRunner.OrderBy(_query, Expression.Lambda(value(row), row), descending, first);
            first = false;
        }
    }

    private IEnumerable<Func<Expression, Expression>> Keys(StatColumn column) =>
        Enumerable.Range(0, column.Order(Expression.Parameter(_row)).Length).Select(i => (Func<Expression, Expression>)(row => column.Order(row)[i]));

    private void Project(StatProject project)
    {
        var columns = new List<StatColumn>();
        if (project.ExcludeKeys != true) columns.AddRange((_columns ?? []).Where(c => c.IsKey));
        foreach (var field in project.Fields ?? []) columns.Add(StatProjections.Of(field, _find));
        if (columns.Count == 0) throw new ResourceQueryException(ResourceQueryException.Required, "project leaves no column.");
        Select(columns);
    }

    private void AddFields(StatAddFields added)
    {
        if (_columns is null) throw new ResourceQueryException(ResourceQueryException.InvalidStat, "add_fields stands after a group, count or project.");
        if (added.Fields is null or { Count: 0 }) throw Missing("add_fields", "fields");
        var computed = added.Fields.Select(f => StatProjections.Of(f, _find)).ToList();
        Select([.. _columns.Where(c => !computed.Exists(n => n.Name == c.Name)), .. computed]);
    }

    private void Count(string name)
    {
        var item = Expression.Parameter(_row, "x");
        var groups = Expression.Call(typeof(Queryable), nameof(Queryable.GroupBy), [_row, typeof(int)], _query, Expression.Quote(Expression.Lambda(Expression.Constant(1), item)));
        var group = Expression.Parameter(typeof(IGrouping<,>).MakeGenericType(typeof(int), _row), "g");
        Become(groups, group, [Expression.Call(typeof(Enumerable), nameof(Enumerable.Count), [_row], group)], [StatColumn.Of(name, v => v).At(0, 1)]);
    }

    /// <summary>Leaves rows out. Errors: <see cref="ResourceQueryException"/>.</summary>
    public void Match(IReadOnlyList<ResourceCondition> conditions, IReadOnlyList<string>? allowed)
    {
        var row = Expression.Parameter(_row, "x");
        var predicate = new ConditionBuilder(_functions, _inMemory).All(conditions, key => Condition(_find(key), row), allowed);
        if (predicate is null) return;
        _query = Expression.Call(typeof(Queryable), nameof(Queryable.Where), [_row], _query, Expression.Quote(Expression.Lambda(predicate, row)));
    }

    private void Take(string method, int count) =>
        _query = Expression.Call(typeof(Queryable), method, [_row], _query, ResourceValues.Parameter(count, typeof(int)));

    /// <summary>Rows of just these columns.</summary>
    private void Select(IReadOnlyList<StatColumn> columns)
    {
        var row = Expression.Parameter(_row, "x");
        var values = new List<Expression>();
        var moved = new List<StatColumn>();
        foreach (var column in columns)
        {
            var own = column.Values(row);
            moved.Add(column.At(values.Count, own.Length));
            values.AddRange(own);
        }
        Become(_query, row, values, moved);
    }

    private void Become(Expression source, ParameterExpression parameter, IReadOnlyList<Expression> values, List<StatColumn> columns)
    {
        var doubled = columns.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1);
        if (doubled is not null) throw new ResourceQueryException(ResourceQueryException.InvalidStat, $"Two columns are named {doubled.Key}.");
        var init = StatRows.New(values);
        _query = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [parameter.Type, init.Type], source, Expression.Quote(Expression.Lambda(init, parameter)));
        _row = init.Type;
        _columns = columns;
        _find = key => columns.Find(c => c.Name == key)
            ?? throw new ResourceQueryException(ResourceQueryException.UnknownKey, $"There is no column {key} here. There are: {string.Join(", ", columns.Select(c => c.Name))}.");
        _tiebreaks = [];
        _order = [];
    }

    private IReadOnlyList<(Func<Expression, Expression> Value, bool Descending)> OrderKeys() =>
        [.. GivenKeys(), .. _tiebreaks.Select(tiebreak => (tiebreak, false))];

    private IEnumerable<(Func<Expression, Expression> Value, bool Descending)> GivenKeys() => _order.SelectMany(o => Keys(o.Column).Select(key => (key, o.Descending)));

    internal static Operand Condition(StatColumn column, Expression row)
    {
        if (column.Document is { } document) return Operand.Of(column.Name, document(row));
        var value = column.Value(row);
        return new Operand(column.Name, value, StatColumn.IsList(value.Type) ? Data.Fields.DataTypes.ElementOf(value.Type) : null);
    }

    private static int Bounded(string what, int count) => count is >= 0 and <= MaxRows
        ? count
        : throw new ResourceQueryException(ResourceQueryException.LimitExceeded, $"{what} is from 0 to {MaxRows}; it is {count}.");

    private static ResourceQueryException Missing(string what, string part) => new(ResourceQueryException.Required, $"{what} needs {part}.");
}
