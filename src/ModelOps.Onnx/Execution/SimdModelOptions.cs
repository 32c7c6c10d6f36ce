namespace ModelOps.Onnx.Execution;

/// <summary>How <see cref="SimdModel"/> runs a model. Immutable.</summary>
public sealed record SimdModelOptions
{
    /// <summary>The defaults.</summary>
    public static SimdModelOptions Default { get; } = new();

    /// <summary>Name that errors call the model by. Default empty: the name of its graph.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Most threads that share the rows of one call, 1 to 64. Default 1. More than one pays for big batches only, and only for models whose rows do not
    /// depend on each other; the answers have the same bits either way.</summary>
    public int MaxDegreeOfParallelism
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 64);
            field = value;
        }
    } = 1;

    /// <summary>Most bytes that a call may need for inputs, outputs and what lies between, weights not counted; at least 1 MiB. Default 1 GiB. A model or a call that would need more is refused,
    /// so a small hostile file cannot ask for all memory. As many calls as run at once need as much each.</summary>
    public long MaxCallBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1 << 20);
            field = value;
        }
    } = 1 << 30;

    /// <summary>Fewest rows that a thread is started for when <see cref="MaxDegreeOfParallelism"/> is above 1; at least 1. Default 256.</summary>
    public int MinRowsPerThread
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 256;

    /// <summary>Whether operators that quantize activations by the range of their values take that of each row, not that of the whole tensor. Default false, as ONNX
    /// defines it: then what a row is answered depends on the other rows of its batch. True keeps rows apart, so that batching changes no answer, and differs from
    /// what ONNX Runtime answers by the rounding of 8 bits. It holds where <c>DynamicQuantizeLinear</c> is joined with the product that reads it.</summary>
    public bool QuantizesEachRow { get; init; }
}
