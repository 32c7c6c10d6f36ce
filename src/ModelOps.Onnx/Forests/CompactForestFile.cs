using ModelOps.Onnx.Forests.Quantized;

namespace ModelOps.Onnx.Forests;

/// <summary>A small file of a forest: thresholds as ranks in a table of bounds, leaves as they are. Nothing is lost; answers are the same to the last bit. Thread-safe.</summary>
/// <remarks>
/// A split takes two or three bytes and a leaf five (nine in a forest of double precision), where ONNX takes about twenty and XGBoost's JSON about a hundred.
/// The forest read back compares floats where the one written may have compared a float with a double, since that says the same.
/// The layout is of this package alone: magic <c>MOQF</c>, a version, then what <see cref="Forest"/> has in the order of its members, integers in LEB128, trees in preorder.
/// Use ONNX (<see cref="OnnxForestWriter"/>) between products, this between services of one.
/// </remarks>
public static class CompactForestFile
{
    /// <summary>Writes a forest.</summary>
    /// <param name="forest">The forest.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="ForestFormatException">A threshold has no rank: NaN, or below negative infinity.</exception>
    public static byte[] Write(Forest forest)
    {
        ArgumentNullException.ThrowIfNull(forest);
        return new CompactForestEncoder(forest).Encode();
    }

    /// <summary>Reads a forest.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="options">How much of it is read; null for the defaults.</param>
    /// <returns>The forest.</returns>
    /// <exception cref="ForestFormatException">The bytes are no such file, contradict themselves, or exceed a limit.</exception>
    public static Forest Read(ReadOnlyMemory<byte> file, ForestReadOptions? options = null)
    {
        options ??= ForestReadOptions.Default;
        ForestFile.Check(file.Length, options);
        return new CompactForestDecoder(file, options).Decode();
    }

    /// <summary>Reads a forest from the rest of a stream.</summary>
    /// <param name="stream">The stream; stays open.</param>
    /// <param name="options">How much of it is read; null for the defaults.</param>
    /// <returns>The forest.</returns>
    /// <exception cref="ForestFormatException">The bytes are no such file, contradict themselves, or exceed a limit.</exception>
    public static Forest Read(Stream stream, ForestReadOptions? options = null) =>
        Read(ForestFile.ReadAll(stream, options ?? ForestReadOptions.Default), options);
}
