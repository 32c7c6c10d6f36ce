namespace ModelOps.Registry.Search;

/// <summary>A field as the SQL has it.</summary>
/// <param name="Sql">The expression.</param>
/// <param name="Type">What its values are.</param>
/// <param name="Orders">Whether results can be ordered by it.</param>
internal sealed record SearchField(string Sql, FieldType Type, bool Orders);
