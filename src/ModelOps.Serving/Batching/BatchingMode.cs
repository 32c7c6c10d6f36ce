namespace ModelOps.Serving.Batching;

/// <summary>Whether the calls of a model share runs.</summary>
public enum BatchingMode
{
    /// <summary>They do where the model has an open batch dimension, neighbours do not change an answer, and sharing was measured to pay.</summary>
    Auto,

    /// <summary>They do, paying or not, wherever the model can be batched; also where its answers could not be checked.</summary>
    On,

    /// <summary>Each call runs alone.</summary>
    Off,
}
