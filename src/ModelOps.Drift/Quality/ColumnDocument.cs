namespace ModelOps.Drift.Quality;

/// <summary>The stored form of a column's rules.</summary>
internal sealed class ColumnDocument
{
    public required string Name { get; set; }

    public required ColumnType Type { get; set; }

    public bool IsRequired { get; set; } = true;

    public double MaxMissingShare { get; set; } = 1;

    public double MaxNonFiniteShare { get; set; }

    public double? Min { get; set; }

    public double? Max { get; set; }

    public string[]? Domain { get; set; }

    public double MinDomainShare { get; set; } = 1;

    public string? Pattern { get; set; }

    public int? MinLength { get; set; }

    public int? MaxLength { get; set; }

    public bool IsUnique { get; set; }

    public bool IsAscending { get; set; }

    public TimeSpan? MaxAge { get; set; }

    internal static ColumnDocument From(ColumnRule rule) => new()
    {
        Name = rule.Name,
        Type = rule.Type,
        IsRequired = rule.IsRequired,
        MaxMissingShare = rule.MaxMissingShare,
        MaxNonFiniteShare = rule.MaxNonFiniteShare,
        Min = rule.Min,
        Max = rule.Max,
        Domain = rule.Domain is { } domain ? [.. domain] : null,
        MinDomainShare = rule.MinDomainShare,
        Pattern = rule.Pattern,
        MinLength = rule.MinLength,
        MaxLength = rule.MaxLength,
        IsUnique = rule.IsUnique,
        IsAscending = rule.IsAscending,
        MaxAge = rule.MaxAge,
    };

    internal ColumnRule ToRule() => new()
    {
        Name = Name,
        Type = Type,
        IsRequired = IsRequired,
        MaxMissingShare = MaxMissingShare,
        MaxNonFiniteShare = MaxNonFiniteShare,
        Min = Min,
        Max = Max,
        Domain = Domain,
        MinDomainShare = MinDomainShare,
        Pattern = Pattern,
        MinLength = MinLength,
        MaxLength = MaxLength,
        IsUnique = IsUnique,
        IsAscending = IsAscending,
        MaxAge = MaxAge,
    };
}
