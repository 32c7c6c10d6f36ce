namespace ModelOps.Drift.Quality;

/// <summary>Writes a schema column by column. Not thread-safe.</summary>
public sealed class DataSchemaBuilder
{
    private readonly List<ColumnRule> _columns = [];
    private readonly List<ColumnComparison> _comparisons = [];
    private long? _minRows;
    private long? _maxRows;
    private bool _refusesUnknown;

    /// <summary>Adds a column with any rules.</summary>
    /// <param name="rule">The rules.</param>
    /// <returns>This builder.</returns>
    public DataSchemaBuilder Add(ColumnRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        _columns.Add(rule);
        return this;
    }

    /// <summary>Adds a column of numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="min">Smallest number; null for none.</param>
    /// <param name="max">Largest number; null for none.</param>
    /// <param name="maxMissingShare">Largest share of missing values.</param>
    /// <returns>This builder.</returns>
    public DataSchemaBuilder AddNumber(string name, double? min = null, double? max = null, double maxMissingShare = 1) =>
        Add(new ColumnRule { Name = name, Type = ColumnType.Number, Min = min, Max = max, MaxMissingShare = maxMissingShare });

    /// <summary>Adds a column of text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="domain">Values that it may have; null for any.</param>
    /// <param name="pattern">Regular expression to match; null for none.</param>
    /// <param name="maxMissingShare">Largest share of missing values.</param>
    /// <returns>This builder.</returns>
    public DataSchemaBuilder AddText(string name, IReadOnlyList<string>? domain = null, string? pattern = null, double maxMissingShare = 1) =>
        Add(new ColumnRule { Name = name, Type = ColumnType.Text, Domain = domain, Pattern = pattern, MaxMissingShare = maxMissingShare });

    /// <summary>Adds a column of times.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="maxAge">How old the newest may be; null for any age.</param>
    /// <returns>This builder.</returns>
    public DataSchemaBuilder AddTimestamp(string name, TimeSpan? maxAge = null) =>
        Add(new ColumnRule { Name = name, Type = ColumnType.Timestamp, MaxAge = maxAge });

    /// <summary>Adds a rule between two columns.</summary>
    /// <param name="left">Column on the left.</param>
    /// <param name="comparison">How left must stand to right.</param>
    /// <param name="right">Column on the right.</param>
    /// <returns>This builder.</returns>
    public DataSchemaBuilder Compare(string left, ComparisonOperator comparison, string right)
    {
        _comparisons.Add(new ColumnComparison(left, comparison, right));
        return this;
    }

    /// <summary>Bounds the number of rows.</summary>
    /// <param name="min">Fewest rows; null for any.</param>
    /// <param name="max">Most rows; null for any.</param>
    /// <returns>This builder.</returns>
    public DataSchemaBuilder Rows(long? min = null, long? max = null)
    {
        (_minRows, _maxRows) = (min, max);
        return this;
    }

    /// <summary>Makes a column that the schema does not name wrong.</summary>
    /// <returns>This builder.</returns>
    public DataSchemaBuilder RefuseUnknownColumns()
    {
        _refusesUnknown = true;
        return this;
    }

    /// <summary>Makes the schema.</summary>
    /// <returns>The schema.</returns>
    /// <exception cref="ArgumentException">Rules contradict each other, or do not fit the type of their column.</exception>
    public DataSchema Build()
    {
        var schema = new DataSchema
        {
            Columns = [.. _columns],
            Comparisons = [.. _comparisons],
            MinRows = _minRows,
            MaxRows = _maxRows,
            RefusesUnknownColumns = _refusesUnknown,
        };
        SchemaProblems.ThrowIfAny(schema, "rules");
        return schema;
    }
}
