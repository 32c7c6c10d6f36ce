using System.Text;
using ModelOps.Onnx.Forests.LightGbm;

namespace ModelOps.Onnx.Forests;

/// <summary>Makes a <see cref="Forest"/> of a LightGBM model in its text form (<c>Booster.save_model</c>). Thread-safe.</summary>
/// <remarks>
/// <para>The forest is of double precision, as LightGBM is, so raw scores are LightGBM's for features that are floats, narrowed to a float: every decision (thresholds, missing values,
/// zeros as missing values, categories) and the order of sums are the same. Source: LightGBM 4, <c>src/io/tree.cpp</c> and <c>include/LightGBM/tree.h</c>.</para>
/// <para>Objectives: <c>binary</c> gives two classes, 0 and 1; <c>multiclass</c> and <c>multiclassova</c> give as many as there are (two of these are read as a regression
/// of two targets, since ONNX decides between two classes by a margin); Poisson, gamma and Tweedie an exponential; <c>cross_entropy</c> a logistic; regression and ranking nothing.
/// A <c>sigmoid</c> other than 1 and the average of a random forest with several scores are multiplied into the leaves, which rounds in the last bits of a double.
/// Where an objective has another transform (<c>sqrt</c>, <c>cross_entropy_lambda</c>), ask for <see cref="ForestReadOptions.RawScores"/>. Linear trees are refused.</para>
/// </remarks>
public static class LightGbmForestReader
{
    /// <summary>Reads a model.</summary>
    /// <param name="model">The text.</param>
    /// <param name="options">What is read and how much of it; null for the defaults.</param>
    /// <returns>The forest.</returns>
    /// <exception cref="ForestFormatException">The text is no model, contradicts itself, or means something that this package does not take.</exception>
    public static Forest Read(string model, ForestReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= ForestReadOptions.Default;
        ForestFile.Check(model.Length, options);
        return new LightGbmModel(model, options).ToForest();
    }

    /// <summary>Reads a model from the rest of a stream.</summary>
    /// <param name="stream">The stream, UTF-8; stays open.</param>
    /// <param name="options">What is read and how much of it; null for the defaults.</param>
    /// <returns>The forest.</returns>
    /// <exception cref="ForestFormatException">The text is no model, contradicts itself, or means something that this package does not take.</exception>
    public static Forest Read(Stream stream, ForestReadOptions? options = null) =>
        Read(Encoding.UTF8.GetString(ForestFile.ReadAll(stream, options ?? ForestReadOptions.Default).Span), options);
}
