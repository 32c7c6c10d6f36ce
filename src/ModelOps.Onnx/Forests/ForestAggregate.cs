namespace ModelOps.Onnx.Forests;

/// <summary>How the weights of the leaves that a row reaches become one score for each target.</summary>
public enum ForestAggregate
{
    /// <summary>Their sum, in the order of the trees.</summary>
    Sum,

    /// <summary>Their sum over the number of trees.</summary>
    Average,

    /// <summary>The smallest.</summary>
    Min,

    /// <summary>The largest.</summary>
    Max,
}
