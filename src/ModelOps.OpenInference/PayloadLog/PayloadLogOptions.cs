namespace ModelOps.OpenInference;

/// <summary>Settings of the payload log; section <c>ModelOps:PayloadLog</c>.</summary>
/// <remarks>The log holds what callers sent and what models answered. Leave out what must not be kept with <see cref="Redacted"/>.</remarks>
public sealed class PayloadLogOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:PayloadLog";

    /// <summary>Part of the answered calls that is logged. Above 0, at most 1; default 1.</summary>
    public double SampleRate { get; set; } = 1;

    /// <summary>Names of the models whose calls are logged. Empty, the default, means all.</summary>
    public IList<string> Models { get; } = [];

    /// <summary>Names of the inputs and outputs whose values are left out; their name, type and shape stay. Default none.</summary>
    public IList<string> Redacted { get; } = [];

    /// <summary>Most bytes of tensors that one event holds; the values of the tensors beyond are left out. 0 leaves all values out. Default 65,536.</summary>
    public int MaxPayloadBytes { get; set; } = 64 << 10;

    /// <summary>Most bytes of tensors that wait to be written; calls beyond are not logged, only counted. Above 0; default 67,108,864 (64 MiB).</summary>
    public long MaxQueuedBytes { get; set; } = 64 << 20;

    /// <summary>What the events name as their <c>source</c>: a URI reference. Default <c>modelops</c>.</summary>
    public string Source { get; set; } = "modelops";

    /// <summary>Folder that receives the events as files of JSON lines. Default null: none.</summary>
    public string? Directory { get; set; }

    /// <summary>Size at which a file is ended and the next begun. Above 0; default 67,108,864 (64 MiB).</summary>
    public long MaxFileBytes { get; set; } = 64 << 20;

    /// <summary>Most files kept in the folder; the oldest goes first. At least 1; default 16.</summary>
    public int MaxFiles { get; set; } = 16;

    /// <summary>Address that receives each event by HTTP POST, in the binary mode of CloudEvents. Default null: none.</summary>
    public Uri? Url { get; set; }

    /// <summary>Further headers of these posts, e.g. <c>Authorization</c>. They are never logged.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
