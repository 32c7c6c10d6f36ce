namespace ModelOps.Onnx.Kernels.Recurrent;

/// <summary>Which way a recurrent layer reads its sequence.</summary>
internal enum RecurrentDirection
{
    Forward = 0,
    Reverse = 1,

    /// <summary>Both, each with weights of its own.</summary>
    Bidirectional = 2,
}
