namespace ModelOps.Serving.MLNet;

/// <summary>Number format in which an exported tree ensemble adds up its leaves.</summary>
public enum OnnxTreePrecision
{
    /// <summary>64-bit, as ML.NET adds: the answers are ML.NET's to the last bit, or one 32-bit rounding step away where ONNX Runtime
    /// adds the trees in another order. Default.</summary>
    Double,

    /// <summary>32-bit: the plainest model, which every reader of <c>TreeEnsembleRegressor</c> takes. Expect a relative difference of
    /// about 1e-6, more where large leaves cancel.</summary>
    Single,
}
