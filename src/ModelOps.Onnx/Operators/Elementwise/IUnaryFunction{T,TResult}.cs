namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of one element.</summary>
internal interface IUnaryFunction<T, TResult>
{
    /// <summary>Computes one element.</summary>
    TResult Invoke(T x);
}
