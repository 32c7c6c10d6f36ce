namespace ModelOps.Serving;

/// <summary>Limits of calls; section <c>ModelOps:Serving:Limits</c> of the configuration. Changes of the configuration take effect at once; wrong ones are refused and logged.
/// A rule that a change touches begins anew, with full buckets.</summary>
/// <remarks>Without rules, and with <see cref="Overload"/> off, calls are not limited and pay nothing.</remarks>
public sealed class LimitsOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Serving:Limits";

    /// <summary>What callers may use. A call must pass each rule that concerns it; at most 8.</summary>
    public IList<LimitOptions> Rules { get; } = [];

    /// <summary>Sheds load beyond what the host can do in time.</summary>
    public OverloadOptions Overload { get; set; } = new();

    /// <summary>How long a call waits for the store of shared limits. 1 ms to 10 s; default 50 ms.</summary>
    public TimeSpan SharedTimeout { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>After so many failures in a row the store is left alone for <see cref="SharedBreakDuration"/>. 1 to 1000; default 3.</summary>
    public int SharedBreakAfter { get; set; } = 3;

    /// <summary>How long it is left alone; then one call tries it. 100 ms to 10 min; default 2 s.</summary>
    public TimeSpan SharedBreakDuration { get; set; } = TimeSpan.FromSeconds(2);
}
