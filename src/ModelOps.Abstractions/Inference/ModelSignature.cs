using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ModelOps;

/// <summary>Inputs and outputs of a model.</summary>
/// <param name="Inputs">Inputs, names unique.</param>
/// <param name="Outputs">Outputs, names unique.</param>
public sealed record ModelSignature(IReadOnlyList<TensorSpec> Inputs, IReadOnlyList<TensorSpec> Outputs)
{
    /// <summary>Checks that a request fits: all inputs there, none unknown or twice, types, shapes, elements of byte strings, finiteness, outputs known.</summary>
    /// <param name="request">The request; its tensors are read, not kept. Nothing is allocated when it fits.</param>
    /// <exception cref="InvalidInferenceRequestException">It does not fit; the message says what was expected and what was found.</exception>
    public void EnsureAccepts(InferenceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        string model = request.Model.Name;
        for (int i = 0; i < request.Inputs.Count; i++)
        {
            InferenceTensor tensor = request.Inputs[i];
            TensorSpec spec = Find(Inputs, tensor.Name)
                ?? throw InvalidInferenceRequestException.ForInput(model, tensor.Name, $"one of the inputs {Names(Inputs)}", "an unknown input");
            if (!ReferenceEquals(request.Inputs.Find(tensor.Name), tensor))
            {
                throw InvalidInferenceRequestException.ForInput(model, tensor.Name, "each input once", "the same name twice");
            }

            EnsureFits(model, spec, tensor);
        }

        for (int i = 0; request.Inputs.Count < Inputs.Count && i < Inputs.Count; i++)
        {
            if (request.Inputs.Find(Inputs[i].Name) is null)
            {
                throw InvalidInferenceRequestException.ForInput(model, Inputs[i].Name, Inputs[i].ToString(), "no such tensor in the request");
            }
        }

        for (int i = 0; i < request.RequestedOutputs.Count; i++)
        {
            string output = request.RequestedOutputs[i];
            if (Find(Outputs, output) is null)
            {
                throw InvalidInferenceRequestException.ForOutput(model, output, $"one of the outputs {Names(Outputs)}", "an unknown output");
            }

            for (int j = 0; j < i; j++)
            {
                if (string.Equals(request.RequestedOutputs[j], output, StringComparison.Ordinal))
                {
                    throw InvalidInferenceRequestException.ForOutput(model, output, "each output once", "the same name twice");
                }
            }
        }
    }

    /// <summary>Chooses the signature to serve a file with: the registered one, which may say more than the file (finiteness, fixed sizes, fewer
    /// outputs), once it fits this one, which was read from the file.</summary>
    /// <param name="model">Name of the model, for the error.</param>
    /// <param name="registered">Signature as registered; null when there is none.</param>
    /// <returns><paramref name="registered"/>, or this signature when it is null.</returns>
    /// <exception cref="ModelLoadException">The registered signature accepts what the file does not, or names what the file has not.</exception>
    public ModelSignature RestrictedTo(string model, ModelSignature? registered)
    {
        if (registered is null) { return this; }
        bool inputsFit = registered.Inputs.Count == Inputs.Count
            && registered.Inputs.All(spec => Find(Inputs, spec.Name) is { } own && own.DataType == spec.DataType && Narrows(own.Shape, spec.Shape));
        bool outputsFit = registered.Outputs.Count > 0
            && registered.Outputs.All(spec => Find(Outputs, spec.Name) is { } own && own.DataType == spec.DataType && Overlaps(own.Shape, spec.Shape));
        return inputsFit && outputsFit ? registered : throw new ModelLoadException(
            model, $"the registered signature is {registered}, but the file has {this}. Register the version with a signature that fits its file, or without one.");
    }

    /// <summary>For people.</summary>
    /// <returns>For example <c>x: FP32[-1,4] -&gt; y: FP32[-1,1]</c>.</returns>
    public override string ToString() => $"{string.Join(", ", Inputs)} -> {string.Join(", ", Outputs)}";

    /// <summary>Compares by value.</summary>
    /// <param name="other">The other one.</param>
    /// <returns>Whether inputs and outputs are equal, in order.</returns>
    public bool Equals(ModelSignature? other) =>
        other is not null && Inputs.SequenceEqual(other.Inputs) && Outputs.SequenceEqual(other.Outputs);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Inputs.Count, Outputs.Count, Inputs.Count > 0 ? Inputs[0] : null);

    private static void EnsureFits(string model, TensorSpec spec, InferenceTensor tensor)
    {
        if (tensor.DataType != spec.DataType)
        {
            throw InvalidInferenceRequestException.ForInput(model, spec.Name, $"datatype {spec.DataType.ToName()}", tensor.DataType.ToName());
        }

        if (!FitsShape(spec.Shape, tensor.Shape))
        {
            throw InvalidInferenceRequestException.ForInput(
                model, spec.Name, $"shape {InferenceTensor.FormatShape([.. spec.Shape])} (-1 is any size)", InferenceTensor.FormatShape(tensor.Shape));
        }

        if (tensor.DataType == TensorDataType.Bytes && CountElements(tensor) is long found && found != tensor.ElementCount)
        {
            throw InvalidInferenceRequestException.ForInput(
                model, spec.Name, string.Create(CultureInfo.InvariantCulture, $"{tensor.ElementCount} elements"), found.ToString(CultureInfo.InvariantCulture));
        }

        if (spec.RequireFinite && tensor.ElementCount > 0 && !IsFinite(tensor))
        {
            throw InvalidInferenceRequestException.ForInput(model, spec.Name, "finite values only", "NaN or an infinity");
        }
    }

    private static bool FitsShape(IReadOnlyList<long> expected, ReadOnlySpan<long> actual)
    {
        if (expected.Count != actual.Length) { return false; }
        for (int i = 0; i < actual.Length; i++)
        {
            if (expected[i] >= 0 && expected[i] != actual[i]) { return false; }
        }

        return true;
    }

    private static long CountElements(InferenceTensor tensor)
    {
        long count = 0;
        foreach (ReadOnlySpan<byte> _ in tensor.EnumerateElements()) { count++; }
        return count;
    }

    // Every shape that the registered input accepts must be one that the file accepts.
    private static bool Narrows(IReadOnlyList<long> file, IReadOnlyList<long> registered) =>
        file.Count == registered.Count && file.Zip(registered).All(static pair => pair.First < 0 || pair.First == pair.Second);

    // A file may leave out an output's shape, which reads as a scalar.
    private static bool Overlaps(IReadOnlyList<long> file, IReadOnlyList<long> registered) =>
        file.Count == 0
        || (file.Count == registered.Count && file.Zip(registered).All(static pair => pair.First < 0 || pair.Second < 0 || pair.First == pair.Second));

    private static bool IsFinite(InferenceTensor tensor) => tensor.DataType switch
    {
        TensorDataType.Float32 => TensorPrimitives.IsFiniteAll<float>(tensor.AsSpan<float>()),
        TensorDataType.Float64 => TensorPrimitives.IsFiniteAll<double>(tensor.AsSpan<double>()),
        TensorDataType.Float16 => TensorPrimitives.IsFiniteAll<Half>(tensor.AsSpan<Half>()),
        TensorDataType.BFloat16 => IsFiniteBFloat16(MemoryMarshal.Cast<byte, ushort>(tensor.Bytes)),
        _ => true,
    };

    private static bool IsFiniteBFloat16(ReadOnlySpan<ushort> bits)
    {
        foreach (ushort value in bits)
        {
            if ((value & 0x7F80) == 0x7F80) { return false; }
        }

        return true;
    }

    private static TensorSpec? Find(IReadOnlyList<TensorSpec> specs, string name)
    {
        for (int i = 0; i < specs.Count; i++)
        {
            if (string.Equals(specs[i].Name, name, StringComparison.Ordinal)) { return specs[i]; }
        }

        return null;
    }

    private static string Names(IReadOnlyList<TensorSpec> specs) => string.Join(", ", specs.Select(static s => $"'{s.Name}'"));
}
