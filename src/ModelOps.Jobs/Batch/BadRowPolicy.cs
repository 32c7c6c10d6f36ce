namespace ModelOps.Jobs;

/// <summary>What becomes of rows that cannot be scored.</summary>
public enum BadRowPolicy
{
    /// <summary>The first one ends the run.</summary>
    Fail,

    /// <summary>They are left out, and listed with their reasons in a file beside the output.</summary>
    Skip,
}
