using ModelOps.Onnx.Validation;

namespace ModelOps.Onnx;

/// <summary>Checks the structure of a model: names, order, operator sets, shapes of constants. Thread-safe.</summary>
/// <remarks>It knows no operators, so it checks neither their attributes nor the types of their inputs. Source of the rules: ONNX IR specification.</remarks>
public static class OnnxModelValidator
{
    /// <summary>Most findings that are told; a model with more has one cause anyway.</summary>
    public const int MaxFindings = 1000;

    /// <summary>Checks a model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>Rules broken, in the order of the file, at most <see cref="MaxFindings"/>; empty for a sound model.</returns>
    public static IReadOnlyList<OnnxFinding> Validate(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new ModelChecker(model).Check();
    }
}
