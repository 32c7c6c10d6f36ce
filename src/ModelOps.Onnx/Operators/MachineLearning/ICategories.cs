namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Finds the place of an element among categories.</summary>
internal interface ICategories
{
    /// <summary>The place; -1 for an element that is none of them.</summary>
    int Find(int element);
}
