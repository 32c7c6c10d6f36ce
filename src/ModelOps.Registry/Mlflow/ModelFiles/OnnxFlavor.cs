using System.Text;
using System.Text.Json;

namespace ModelOps.Registry.Mlflow.ModelFiles;

/// <summary>How Python loads an ONNX model: the flavors <c>onnx</c> and <c>python_function</c>, and the environment they name.</summary>
internal static class OnnxFlavor
{
    private const string OnnxVersion = "1.17.0";
    private const string PythonVersion = "3.11.0";
    private const string CondaFile = "conda.yaml";
    private const string PythonEnvironmentFile = "python_env.yaml";
    private const string RequirementsFile = "requirements.txt";
    private static readonly string[] Requirements = ["mlflow", $"onnx=={OnnxVersion}", "onnxruntime", "numpy"];

    public static IReadOnlyDictionary<string, JsonElement> Describe(string modelFile)
    {
        if (!ModelFile.IsPath(modelFile)) { throw new ArgumentException($"'{modelFile}' cannot be the path of a model's file. Use a relative path with forward slashes and no '..', such as 'model.onnx'.", nameof(modelFile)); }
        return new Dictionary<string, JsonElement>
        {
            ["onnx"] = JsonText.Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNull("code");
                writer.WriteString("data", modelFile);
                writer.WriteNull("onnx_session_options");
                writer.WriteString("onnx_version", OnnxVersion);
                writer.WriteStartArray("providers");
                writer.WriteStringValue("CPUExecutionProvider");
                writer.WriteEndArray();
                writer.WriteEndObject();
            }),
            ["python_function"] = JsonText.Build(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("data", modelFile);
                writer.WriteStartObject("env");
                writer.WriteString("conda", CondaFile);
                writer.WriteString("virtualenv", PythonEnvironmentFile);
                writer.WriteEndObject();
                writer.WriteString("loader_module", "mlflow.onnx");
                writer.WriteString("python_version", PythonVersion);
                writer.WriteEndObject();
            }),
        };
    }

    public static IReadOnlyList<ModelFile> EnvironmentFiles() =>
    [
        Text(CondaFile, ["channels:", "- conda-forge", "dependencies:", $"- python={PythonVersion}", "- pip", "- pip:", .. Requirements.Select(static r => $"  - {r}"), "name: mlflow-env"]),
        Text(PythonEnvironmentFile, [$"python: {PythonVersion}", "build_dependencies:", "- pip", "- setuptools", "- wheel", "dependencies:", $"- -r {RequirementsFile}"]),
        Text(RequirementsFile, Requirements),
    ];

    private static ModelFile Text(string path, IEnumerable<string> lines) => ModelFile.FromBytes(path, Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
}
