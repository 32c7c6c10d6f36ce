using ModelOps.Drift.Quality.Suggestions;

namespace ModelOps.Drift.Quality;

/// <summary>What data must keep: rules for each column, between columns, and for the number of rows.</summary>
public sealed record DataSchema
{
    /// <summary>Most columns of a schema.</summary>
    public const int MaxColumns = 10_000;

    /// <summary>Rules of the columns.</summary>
    public required IReadOnlyList<ColumnRule> Columns { get; init; }

    /// <summary>Rules between columns.</summary>
    public IReadOnlyList<ColumnComparison> Comparisons { get; init; } = [];

    /// <summary>Fewest rows.</summary>
    public long? MinRows { get; init; }

    /// <summary>Most rows.</summary>
    public long? MaxRows { get; init; }

    /// <summary>Whether a column that the schema does not name is wrong.</summary>
    public bool RefusesUnknownColumns { get; init; }

    /// <summary>Suggests a schema from data that is known to be good. The data itself keeps it.</summary>
    /// <param name="data">The data.</param>
    /// <param name="options">What is suggested; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The schema, and the reason for each of its rules. Read it before you hold other data to it.</returns>
    public static SchemaSuggestion Suggest(DataBatch data, SchemaSuggestionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        return SchemaSuggester.Suggest(data, options ?? new SchemaSuggestionOptions(), cancellationToken);
    }
}
