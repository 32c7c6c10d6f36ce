namespace ModelOps.Serving;

/// <summary>The tier of the response cache that hosts share: the <c>IDistributedCache</c> with the key <see cref="ModelOpsServiceKeys.ResponseCache"/>, else the application's own.</summary>
public sealed class SharedCacheOptions
{
    /// <summary>Whether there is one. Default false.</summary>
    public bool IsEnabled { get; set; }

    /// <summary>A secret that all hosts know, at least 16 characters: it keys the digests of questions and seals the answers, so that who can write to the store still
    /// cannot make up answers. Default null: answers are checked for damage only.</summary>
    public string? Secret { get; set; }

    /// <summary>How long a call waits for the store before the model runs instead. 1 ms to 10 s; default 50 ms.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>After so many failures in a row the store is left alone for <see cref="BreakDuration"/>. 1 to 1000; default 3.</summary>
    public int BreakAfter { get; set; } = 3;

    /// <summary>How long it is left alone; then one call tries it. 100 ms to 10 min; default 5 s.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);
}
