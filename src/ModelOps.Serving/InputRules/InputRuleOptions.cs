namespace ModelOps.Serving.InputRules;

/// <summary>A rule for one input, or for one column of it.</summary>
public sealed class InputRuleOptions
{
    /// <summary>Name of the input.</summary>
    public string Input { get; set; } = string.Empty;

    /// <summary>Column of each row, from 0, for inputs of several features; null for all values.</summary>
    public int? Column { get; set; }

    /// <summary>What happens to a request that breaks the rule; null: what the model's rules say.</summary>
    public InputRuleMode? Mode { get; set; }

    /// <summary>Smallest number; null for no bound. NaN is not compared.</summary>
    public double? Min { get; set; }

    /// <summary>Largest number; null for no bound. NaN is not compared.</summary>
    public double? Max { get; set; }

    /// <summary>Largest share of NaN among the values. 0 to 1, 0 refuses every one; null for no bound.</summary>
    public double? MaxMissingShare { get; set; }

    /// <summary>The values that there may be: strings of a <c>BYTES</c> input, or numbers. Empty for any.</summary>
    public IList<string> Categories { get; } = [];

    /// <summary>Fewest characters of a string; null for no bound.</summary>
    public int? MinLength { get; set; }

    /// <summary>Most characters of a string; null for no bound.</summary>
    public int? MaxLength { get; set; }

    /// <summary>Regular expression that every string matches, without backreferences and lookarounds, so that no input can make it slow. Null for none.</summary>
    public string? Pattern { get; set; }
}
