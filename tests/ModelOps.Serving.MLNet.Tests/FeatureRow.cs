using Microsoft.ML.Data;

namespace ModelOps.Serving.MLNet.Tests;

/// <summary>A row of the synthetic data: eight features and a label for each kind of task.</summary>
public sealed class FeatureRow
{
    public const int FeatureCount = 8;

    [VectorType(FeatureCount)]
    public float[] Features { get; set; } = new float[FeatureCount];

    public float Label { get; set; }

    public bool IsPositive { get; set; }

    public float Count { get; set; }

    [KeyType(4)]
    public uint Relevance { get; set; }

    [KeyType(1000)]
    public uint Group { get; set; }
}
