namespace ModelOps.Onnx;

/// <summary>What a reader accepts. Immutable; the defaults suit files from strangers on a machine with memory for a model of 2 GiB.</summary>
public sealed record OnnxReadOptions
{
    private const int DeepestGraph = 128; // keeps recursion far from the end of a 1 MiB stack

    /// <summary>The defaults.</summary>
    public static OnnxReadOptions Default { get; } = new();

    /// <summary>Largest file in bytes, external data aside. Default and maximum: what one array can hold, about 2 GiB.</summary>
    public int MaxModelBytes { get; init => field = AtLeastOne(value); } = Array.MaxLength;

    /// <summary>Most nodes, those of subgraphs and functions included. Default 1,000,000.</summary>
    public int MaxNodes { get; init => field = AtLeastOne(value); } = 1_000_000;

    /// <summary>Most tensors, those of attributes included. Default 1,000,000.</summary>
    public int MaxTensors { get; init => field = AtLeastOne(value); } = 1_000_000;

    /// <summary>Most attributes. Default 4,000,000.</summary>
    public int MaxAttributes { get; init => field = AtLeastOne(value); } = 4_000_000;

    /// <summary>Most values described (inputs, outputs, inner values) and parts kept as they are. Default 2,000,000.</summary>
    public int MaxValues { get; init => field = AtLeastOne(value); } = 2_000_000;

    /// <summary>How deep graphs may lie in attributes of nodes of graphs. Default 32, maximum 128.</summary>
    public int MaxGraphDepth
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, DeepestGraph);
            field = AtLeastOne(value);
        }
    } = 32;

    /// <summary>Most bytes loaded from external data files, all together. Default 8 GiB.</summary>
    public long MaxExternalBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = 8L << 30;

    /// <summary>Folder that external data must lie in. Default null: the folder of the model file; a model read from memory then may have none.</summary>
    public string? ExternalDataFolder { get; init; }

    /// <summary>Whether external data is loaded; else tensors say where it lies. Default true.</summary>
    public bool LoadExternalData { get; init; } = true;

    /// <summary>Whether a model that breaks the rules of <see cref="OnnxModelValidator"/> is refused. Default true.</summary>
    public bool Validate { get; init; } = true;

    private static int AtLeastOne(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }
}
