namespace ModelOps.Onnx;

/// <summary>How a model file is written. Immutable.</summary>
public sealed record OnnxWriteOptions
{
    /// <summary>Size in bytes from which an initializer goes to a file of its own beside the model. Default null: all stay inside, which a model of up to 2 GiB may.</summary>
    public long? ExternalDataThresholdBytes
    {
        get;
        init
        {
            if (value is { } threshold) { ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 1); }
            field = value;
        }
    }

    /// <summary>Name of that file, in the folder of the model. Default null: the model's name and <c>.data</c>.</summary>
    public string? ExternalDataFileName { get; init; }
}
