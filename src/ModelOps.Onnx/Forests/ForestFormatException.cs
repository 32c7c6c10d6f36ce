namespace ModelOps.Onnx.Forests;

/// <summary>A description of a tree ensemble that means no forest, or one that this package does not take.</summary>
/// <param name="why">What was found, what was expected, what mends it.</param>
public sealed class ForestFormatException(string why)
    : ModelOpsException(ModelOpsErrorKind.InvalidArgument, OnnxErrorCodes.InvalidForest, $"The tree ensemble cannot be read: {why}");
