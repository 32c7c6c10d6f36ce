using ModelOps.Onnx.Forests.XGBoost;

namespace ModelOps.Onnx.Forests;

/// <summary>Makes a <see cref="Forest"/> of an XGBoost model saved as JSON or UBJSON (<c>Booster.save_model</c>; 1.0 to 3.x). Thread-safe.</summary>
/// <remarks>
/// <para>The forest is of single precision, as XGBoost is. Sums start with the base score and add trees in XGBoost's order, so margins are XGBoost's to the last bit;
/// probabilities and rates differ by what two maths libraries differ (relative 1e-6). Missing values are NaN. Source: XGBoost, <c>doc/model.schema</c>, <c>src/tree/tree_model.cc</c>.</para>
/// <para>Boosters: <c>gbtree</c> and <c>dart</c>, with parallel trees, leaves that give to several targets, and splits on categories; <c>gblinear</c> is refused.
/// Objectives: <c>binary:logistic</c> gives two classes, 0 and 1; <c>multi:softprob</c> and <c>multi:softmax</c> give as many as there are (two of these are read as a
/// regression of two targets, since ONNX decides between two classes by a margin); Poisson, gamma, Tweedie, Cox and AFT an exponential; <c>reg:logistic</c> a logistic;
/// other regressions, ranking and <c>binary:logitraw</c> nothing. For <c>binary:hinge</c> and others, ask for <see cref="ForestReadOptions.RawScores"/>.</para>
/// <para>The undocumented binary format of old versions is refused: load such a file with XGBoost and save it as JSON.</para>
/// </remarks>
public static class XGBoostForestReader
{
    /// <summary>Reads a model.</summary>
    /// <param name="model">JSON or UBJSON; which of them shows in the first bytes.</param>
    /// <param name="options">What is read and how much of it; null for the defaults.</param>
    /// <returns>The forest.</returns>
    /// <exception cref="ForestFormatException">The bytes are no model, contradict themselves, or mean something that this package does not take.</exception>
    public static Forest Read(ReadOnlyMemory<byte> model, ForestReadOptions? options = null)
    {
        options ??= ForestReadOptions.Default;
        ForestFile.Check(model.Length, options);
        object root = IsUniversalBinary(model.Span) ? new UniversalBinaryReader(model).Read() : JsonModelReader.Read(model.Span);
        return new XGBoostModel(new ModelElement(root, "The model"), options).ToForest();
    }

    /// <summary>Reads a model from the rest of a stream.</summary>
    /// <param name="stream">The stream; stays open.</param>
    /// <param name="options">What is read and how much of it; null for the defaults.</param>
    /// <returns>The forest.</returns>
    /// <exception cref="ForestFormatException">The bytes are no model, contradict themselves, or mean something that this package does not take.</exception>
    public static Forest Read(Stream stream, ForestReadOptions? options = null) =>
        Read(ForestFile.ReadAll(stream, options ?? ForestReadOptions.Default), options);

    /// <summary>Both begin with a brace; after it UBJSON has a marker, JSON a quote or space.</summary>
    private static bool IsUniversalBinary(ReadOnlySpan<byte> model) =>
        model.Length > 1 && model[0] == '{' && "iUIlL$#N"u8.Contains(model[1]);
}
