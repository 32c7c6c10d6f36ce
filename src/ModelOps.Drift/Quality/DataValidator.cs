using System.Globalization;
using ModelOps.Drift.Quality.Checks;
using ModelOps.Drift.Quality.Columns;

namespace ModelOps.Drift.Quality;

/// <summary>Holds data to a schema, batch after batch: training sets, the output of feature pipelines, tables too large for memory.</summary>
/// <remarks>Memory does not grow with the rows but for rules of uniqueness, which are bounded by <see cref="DataValidatorOptions.MaxDistinct"/>.
/// Not thread-safe.</remarks>
public sealed class DataValidator
{
    private const int MaxUnknownNames = 100;

    private readonly DataSchema _schema;
    private readonly DataValidatorOptions _options;
    private readonly ColumnChecks[] _columns;
    private readonly ComparisonCheck[] _comparisons;
    private readonly HashSet<string> _names;
    private readonly Tally _unknown;
    private readonly HashSet<string> _unknownNames = new(StringComparer.Ordinal);
    private long _rows;

    /// <summary>Makes a validator.</summary>
    /// <param name="schema">The rules.</param>
    /// <param name="options">How it works; null for the defaults.</param>
    /// <param name="timeProvider">Clock for the age of times; null for the system's.</param>
    /// <exception cref="ArgumentException">The schema contradicts itself, or an option is out of its range.</exception>
    public DataValidator(DataSchema schema, DataValidatorOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        SchemaProblems.ThrowIfAny(schema, nameof(schema));
        _schema = schema;
        _options = options ?? new DataValidatorOptions();
        if (_options.MaxExamples is < 0 or > 100 || _options.MaxDistinct < 1 || _options.PatternTimeout <= TimeSpan.Zero || _options.PatternTimeout > TimeSpan.FromMinutes(1))
        {
            throw new ArgumentException("MaxExamples must be 0 to 100, MaxDistinct at least 1, PatternTimeout above zero and at most a minute.", nameof(options));
        }

        TimeProvider time = timeProvider ?? TimeProvider.System;
        var types = schema.Columns.ToDictionary(static rule => rule.Name, static rule => rule.Type, StringComparer.Ordinal);
        _names = [.. types.Keys];
        _columns = [.. schema.Columns.Select(rule => new ColumnChecks(rule, _options, time))];
        _comparisons = [.. schema.Comparisons.Select(rule => new ComparisonCheck(rule, types[rule.Left], types[rule.Right], _options))];
        _unknown = new Tally(DataAnomalyCodes.ColumnUnknown, null, "only columns of the schema", schema.RefusesUnknownColumns ? 0 : 1, _options);
    }

    /// <summary>Holds data to a schema.</summary>
    /// <param name="schema">The rules.</param>
    /// <param name="data">All of the data.</param>
    /// <param name="options">How it is done; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What was found.</returns>
    public static DataQualityReport Validate(
        DataSchema schema, DataBatch data, DataValidatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var validator = new DataValidator(schema, options);
        validator.Add(data, cancellationToken);
        return validator.Report();
    }

    /// <summary>Looks at more rows.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="cancellationToken">Stops the work. Part of the batch is then counted: start again with a new validator.</param>
    public void Add(DataBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        _rows += batch.RowCount;
        foreach ((string name, DataColumn _) in batch.Columns)
        {
            // A name counts once however many batches have it; beyond the bound names are not told apart.
            if (_names.Contains(name)) { _unknown.Keep(); }
            else if (_unknownNames.Count >= MaxUnknownNames) { _unknown.Skip(); }
            else if (_unknownNames.Add(name)) { _unknown.Break(name); }
        }

        foreach (ColumnChecks column in _columns) { column.Look(batch, cancellationToken); }
        foreach (ComparisonCheck comparison in _comparisons) { comparison.Look(batch, cancellationToken); }
    }

    /// <summary>What was found so far. More rows may follow.</summary>
    /// <returns>The report.</returns>
    public DataQualityReport Report()
    {
        List<RuleResult> results = [.. _columns.SelectMany(static column => column.Results()), .. _comparisons.Select(static comparison => comparison.Result()), _unknown.Result()];
        if (_schema.MinRows is { } min) { results.Add(RowCount(DataAnomalyCodes.TooFewRows, $"at least {min} rows", min, _rows < min)); }
        if (_schema.MaxRows is { } max) { results.Add(RowCount(DataAnomalyCodes.TooManyRows, $"at most {max} rows", max, _rows > max)); }
        return new DataQualityReport { RowCount = _rows, Results = results };
    }

    private RuleResult RowCount(string code, FormattableString expected, long limit, bool isViolated) => new()
    {
        Code = code,
        Expected = expected.ToString(CultureInfo.InvariantCulture),
        CheckedCount = _rows,
        ViolationCount = isViolated ? Math.Abs(_rows - limit) : 0,
        Score = _rows,
        Limit = limit,
        IsViolated = isViolated,
    };
}
