using System.Globalization;
using System.Text;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Search;

/// <summary>Builds the statement that finds the keys of a page. Values of callers are parameters, without exception.</summary>
internal sealed class SearchBuilder(SearchTarget target, Dialect dialect)
{
    private readonly List<object?> _parameters = [];

    /// <summary>Builds the statement of a query that is valid.</summary>
    public static SearchSql Build(SearchTarget target, Dialect dialect, RegistryQuery query) => new SearchBuilder(target, dialect).Build(query);

    private SearchSql Build(RegistryQuery query)
    {
        List<(RegistryOrder Order, SearchField Field)> order =
        [
            .. query.OrderBy.Concat(target.TieBreak.Where(t => query.OrderBy.All(o => o.Field != t.Field))).Select(o => (o, target.Fields[o.Field])),
        ];
        StringBuilder text = new("SELECT ");
        text.AppendJoin(", ", target.Keys.Concat(order.Select(static o => Sortable(o.Field)))).Append(' ').Append(target.From);
        foreach (RegistryFilter filter in query.Filters) { text.Append(" AND ").Append(Condition(filter)); }
        if (query.PageToken is not null) { text.Append(" AND ").Append(After(order, PageToken.Read(query, [.. order.Select(static o => o.Field.Type)]))); }
        text.Append(" ORDER BY ").AppendJoin(", ", order.Select(static o => Sortable(o.Field) + (o.Order.Descending ? " DESC" : "")));
        text.Append(CultureInfo.InvariantCulture, $" LIMIT {query.PageSize + 1}"); // one more tells whether there is a next page
        return new SearchSql(text.ToString(), _parameters, order.Count);
    }

    /// <summary>What is not there sorts as an empty text, since engines differ in where they put nulls.</summary>
    private static string Sortable(SearchField field) => field.Type == FieldType.Text ? $"coalesce({field.Sql}, '')" : field.Sql;

    private string Condition(RegistryFilter filter)
    {
        if (filter.Field == RegistryFields.Alias) { return Exists(target.Aliases, "", Positive("x.alias", FieldType.Text, filter), filter); }
        if (!filter.Field.StartsWith(RegistryFields.TagPrefix, StringComparison.Ordinal)) { return Compare(target.Fields[filter.Field], filter); }
        string ofKey = $" AND t.key = {Add(filter.Field[RegistryFields.TagPrefix.Length..])}";
        return Exists(target.Tags, ofKey, Tag(filter), filter);
    }

    /// <summary>Equal values begin alike, which is what the index knows of them.</summary>
    private string Tag(RegistryFilter filter)
    {
        string positive = Positive("t.value", FieldType.Text, filter);
        if (filter.Operator is not (RegistryOperator.Equal or RegistryOperator.NotEqual) && !QueryRules.IsSet(filter.Operator)) { return positive; }
        return $"{TagIndex.Start("t.value")} IN ({string.Join(", ", filter.Values.Select(v => TagIndex.Start(Add(v))))}) AND {positive}";
    }

    private string Compare(SearchField field, RegistryFilter filter)
    {
        string positive = Positive(field.Sql, field.Type, filter);
        return IsNegative(filter.Operator) ? $"({field.Sql} IS NULL OR NOT ({positive}))" : positive;
    }

    /// <summary>"Not equal" means that none is equal: it holds for what has no such tag or alias.</summary>
    private static string Exists(string from, string ofKey, string positive, RegistryFilter filter) =>
        $"{(IsNegative(filter.Operator) ? "NOT " : "")}EXISTS (SELECT 1 {from}{ofKey} AND {positive})";

    private static bool IsNegative(RegistryOperator @operator) => @operator is RegistryOperator.NotEqual or RegistryOperator.NotIn;

    private string Positive(string value, FieldType type, RegistryFilter filter) => filter.Operator switch
    {
        RegistryOperator.Like or RegistryOperator.LikeIgnoringCase => dialect.Like(value, Add(filter.Values[0]), filter.Operator == RegistryOperator.LikeIgnoringCase),
        RegistryOperator.In or RegistryOperator.NotIn => $"{value} IN ({string.Join(", ", filter.Values.Select(v => Add(QueryRules.Read(type, v))))})",
        _ => $"{value} {Symbol(filter.Operator)} {Add(QueryRules.Read(type, filter.Values[0]))}",
    };

    private static string Symbol(RegistryOperator @operator) => @operator switch
    {
        RegistryOperator.Less => "<",
        RegistryOperator.LessOrEqual => "<=",
        RegistryOperator.Greater => ">",
        RegistryOperator.GreaterOrEqual => ">=",
        _ => "=", // "not equal" negates it
    };

    /// <summary>Rows after a place in the order, of which each key may run its own way.</summary>
    private string After(IReadOnlyList<(RegistryOrder Order, SearchField Field)> order, IReadOnlyList<object> place)
    {
        string[] values = [.. place.Select(Add)];
        IEnumerable<string> ways = order.Select((key, i) => string.Join(
            " AND ",
            Enumerable.Range(0, i).Select(j => $"{Sortable(order[j].Field)} = {values[j]}").Append($"{Sortable(key.Field)} {(key.Order.Descending ? "<" : ">")} {values[i]}")));
        return $"({string.Join(" OR ", ways.Select(static w => $"({w})"))})";
    }

    private string Add(object? value)
    {
        _parameters.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }
}
