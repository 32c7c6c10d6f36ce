using ModelOps.Onnx.Simplification;

namespace ModelOps.Onnx;

/// <summary>Makes models smaller that answer the same. Thread-safe.</summary>
/// <remarks>
/// <para>Constants are computed, sizes that are known too; nodes that return what they are given, that nobody reads, or that compute what another one does are
/// taken out; pairs of <c>Transpose</c> and of <c>Reshape</c> become one; normalizations and biases go into weights. Inputs and outputs keep names, order, types and shapes.
/// With <see cref="OnnxSimplifyOptions.FuseBatchNormalization"/> off the answers of ONNX Runtime keep their bits.</para>
/// <para>Graphs inside nodes (<c>If</c>, <c>Loop</c>, <c>Scan</c>) and functions are left as they are, and keep what they read of the graph around them.
/// What the file tells of inner values, and that dimensions of one name are of one size, is not believed. Simplifying twice changes nothing more.</para>
/// </remarks>
public static class OnnxSimplifier
{
    /// <summary>Simplifies a model.</summary>
    /// <param name="model">A model that <see cref="OnnxModelValidator"/> finds sound.</param>
    /// <param name="options">What is done; null for the defaults.</param>
    /// <returns>The simpler model. A model of IR version 3 or less, which lists its constants as inputs, becomes one of version 4, which does not.</returns>
    /// <exception cref="InvalidOnnxModelException">The validator finds fault with the model.</exception>
    public static OnnxModel Simplify(OnnxModel model, OnnxSimplifyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        IReadOnlyList<OnnxFinding> findings = OnnxModelValidator.Validate(model);
        return findings.Count == 0 ? Simplifier.Simplify(model, options ?? OnnxSimplifyOptions.Default) : throw new InvalidOnnxModelException(findings);
    }
}
