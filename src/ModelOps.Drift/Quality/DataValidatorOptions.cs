namespace ModelOps.Drift.Quality;

/// <summary>How a validator works.</summary>
public sealed record DataValidatorOptions
{
    /// <summary>Most examples kept of each rule; 5 by default, at most 100.</summary>
    public int MaxExamples { get; init; } = 5;

    /// <summary>Whether examples are the values themselves, up to 256 characters. By default they are shapes, such as <c>99-aaa</c> for <c>12-xyz</c>:
    /// reports travel further than data should.</summary>
    public bool TellsValues { get; init; }

    /// <summary>Distinct values that a rule of uniqueness remembers (about 40 bytes each); 1,000,000 by default. Values beyond are counted as not looked at.</summary>
    public int MaxDistinct { get; init; } = 1_000_000;

    /// <summary>Longest time for one text and one pattern; 50 ms by default. After ten texts that took longer, the pattern's rule fails and looks at no more.</summary>
    public TimeSpan PatternTimeout { get; init; } = TimeSpan.FromMilliseconds(50);
}
