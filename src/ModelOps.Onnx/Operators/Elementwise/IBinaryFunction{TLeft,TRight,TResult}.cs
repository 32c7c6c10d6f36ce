namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of two elements.</summary>
internal interface IBinaryFunction<TLeft, TRight, TResult>
{
    /// <summary>Computes one element.</summary>
    TResult Invoke(TLeft left, TRight right);
}
