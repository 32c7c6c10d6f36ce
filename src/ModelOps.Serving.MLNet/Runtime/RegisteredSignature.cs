namespace ModelOps.Serving.MLNet.Runtime;

/// <summary>Whether the signature that a version was registered with fits its file.</summary>
internal static class RegisteredSignature
{
    /// <summary>The registered signature, which may say more than the file (finiteness, fixed sizes, fewer outputs); else the file's own.</summary>
    /// <exception cref="ModelLoadException">The registered signature does not fit.</exception>
    public static ModelSignature Choose(string model, ModelSignature file, ModelSignature? registered)
    {
        if (registered is null) { return file; }
        bool fits = registered.Inputs.Count == file.Inputs.Count && registered.Outputs.Count > 0
            && registered.Inputs.All(spec => file.Inputs.Any(own => Takes(own, spec)))
            && registered.Outputs.All(spec => file.Outputs.Any(own => Takes(own, spec)));
        return fits ? registered : throw new ModelLoadException(
            model,
            $"the registered signature is {Describe(registered)}, but the file has {Describe(file)}. " +
            "Register the version with a signature that fits its file, or without one.");
    }

    public static string Describe(ModelSignature signature) =>
        $"{string.Join(", ", signature.Inputs)} -> {string.Join(", ", signature.Outputs)}";

    private static bool Takes(TensorSpec own, TensorSpec registered) =>
        own.Name == registered.Name && own.DataType == registered.DataType && own.Shape.Count == registered.Shape.Count
        && own.Shape.Zip(registered.Shape).All(static pair => pair.First < 0 || pair.First == pair.Second);
}
