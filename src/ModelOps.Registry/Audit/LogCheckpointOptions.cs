namespace ModelOps.Registry.Audit;

/// <summary>Signed checkpoints of the registry's log; section <c>ModelOps:Registry:Checkpoints</c> of the configuration.</summary>
public sealed class LogCheckpointOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Checkpoints";

    /// <summary>Which registry the checkpoints are about, never the same for two: text without spaces, control characters and <c>+</c>, such as
    /// <c>models.example.com/production</c>. Required.</summary>
    public string Origin { get; set; } = string.Empty;

    /// <summary>Folder in which checkpoints are kept; null where the host registers an <see cref="ICheckpointStore"/> of its own. Best one where those who
    /// can write the registry's storage cannot write.</summary>
    public string? Folder { get; set; }

    /// <summary>How often a checkpoint is signed when something has happened. Default 1 hour; 1 second to 30 days.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>After how many events a checkpoint is signed before the time is up. Default 1,000; at least 1.</summary>
    public int EveryEvents { get; set; } = 1000;

    /// <summary>Public Ed25519 keys whose checkpoints are believed beside the signer's own, by name: those before it, or all where this host only
    /// verifies. PEM, or the path of a file that holds it. Read once, at the start.</summary>
    public IDictionary<string, string> Keys { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gives the Ed25519 key that signs; code only. Null where this host only verifies: it signs none then.</summary>
    public Func<IServiceProvider, ISignatureProvider>? Signer { get; set; }
}
