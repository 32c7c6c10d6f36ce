namespace ModelOps.Onnx.Forests;

/// <summary>A split or a leaf of a <see cref="Forest"/>. Immutable.</summary>
public readonly record struct ForestNode
{
    /// <summary>Whether this is a leaf. A leaf has weights and no children; a split is the other way round.</summary>
    public bool IsLeaf => WhenTrue < 0;

    /// <summary>Comparison of a split.</summary>
    public SplitMode Mode { get; init; }

    /// <summary>Index of the feature that a split looks at.</summary>
    public int Feature { get; init; }

    /// <summary>Threshold of a split; exactly a <see cref="float"/> in a forest of single precision.</summary>
    public double Threshold { get; init; }

    /// <summary>Whether NaN takes the true branch whatever the comparison says.</summary>
    public bool MissingGoesTrue { get; init; }

    /// <summary>Index of the child when the comparison holds; always below the split's own index. -1 in a leaf.</summary>
    public int WhenTrue { get; init; }

    /// <summary>Index of the child when it does not; always below the split's own index. -1 in a leaf.</summary>
    public int WhenFalse { get; init; }

    /// <summary>Index of a leaf's first weight in <see cref="Forest.Weights"/>.</summary>
    public int FirstWeight { get; init; }

    /// <summary>Number of a leaf's weights; 0 for a leaf that gives nothing.</summary>
    public int WeightCount { get; init; }
}
