using Microsoft.ML.OnnxRuntime;

namespace ModelOps.Serving.OnnxRuntime;

/// <summary>Turns what ONNX Runtime throws into the domain's errors. Its own words may hold values and paths, so they stay in the inner exception.</summary>
internal static class OnnxErrors
{
    private const string StatusMessage = "Status Message:";

    public static ModelLoadException ToLoadException(string model, string file, Exception error) => error switch
    {
        TypeInitializationException or DllNotFoundException or EntryPointNotFoundException => new ModelLoadException(
            model,
            "the native ONNX Runtime library is missing or of another version. Add the package 'Microsoft.ML.OnnxRuntime' to the application, "
            + "in the version of 'Microsoft.ML.OnnxRuntime.Managed' that it resolves.",
            error),
        _ => new ModelLoadException(model, $"ONNX Runtime refused its file '{Path.GetFileName(file)}': {WithoutPath(error.Message, file)}", error),
    };

    public static ModelExecutionException ToExecutionException(string model, OnnxRuntimeException error) =>
        new(model, $"ONNX Runtime reported {Summarize(error.Message)} The inner exception says more.", error);

    /// <summary>Keeps the code and the node, e.g. <c>[ErrorCode:InvalidArgument] Non-zero status code returned while running Gather node.</c></summary>
    private static string Summarize(string message)
    {
        int details = message.IndexOf(StatusMessage, StringComparison.Ordinal);
        if (details >= 0) { return message[..details].TrimEnd(); }
        int code = message.IndexOf(']', StringComparison.Ordinal);
        return message.StartsWith('[') && code > 0 ? $"{message[..(code + 1)]}." : "an error.";
    }

    private static string WithoutPath(string message, string file) =>
        message.Replace(file, Path.GetFileName(file), StringComparison.Ordinal)
            .Replace(Path.GetDirectoryName(file) + Path.DirectorySeparatorChar, string.Empty, StringComparison.Ordinal);
}
