namespace ModelOps.Serving;

/// <summary>A limit of calls at once, for each model, that finds itself: it shrinks when calls take longer than they usually do, and grows while they do not.</summary>
public sealed class OverloadOptions
{
    /// <summary>Whether load is shed. Default false.</summary>
    public bool IsEnabled { get; set; }

    /// <summary>Calls at once that are always let in. 1 to 10,000; default 4.</summary>
    public int MinConcurrency { get; set; } = 4;

    /// <summary>Calls at once that are never exceeded. From <see cref="MinConcurrency"/> to 100,000; default 1000.</summary>
    public int MaxConcurrency { get; set; } = 1000;

    /// <summary>Calls at once to start with, raised to <see cref="MinConcurrency"/> and lowered to <see cref="MaxConcurrency"/>. The first calls show how long calls take when they do
    /// not wait for each other, so start low. Default 8.</summary>
    public int StartConcurrency { get; set; } = 8;

    /// <summary>How many times as long as usual calls may take before the limit shrinks. 1 to 10; default 2.</summary>
    public double Tolerance { get; set; } = 2;

    /// <summary>How long a call may wait for its turn, as predicted and in fact; longer waits are refused at once. 0 to 1 min; default 100 ms.</summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Priority of calls that give none. 1 (the most urgent) to 16; default 4.</summary>
    public int DefaultPriority { get; set; } = 4;
}
