using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ModelOps.Benchmarks.Models;

namespace ModelOps.Benchmarks.Rest;

/// <summary>An infer request of the Open Inference Protocol as the bytes on the wire, and how to read its answer.</summary>
/// <param name="Form">Form of the body, for people.</param>
/// <param name="Request">HTTP request, headers and body.</param>
/// <param name="ReadOutput">Takes the output values out of an answer's headers and body.</param>
internal sealed record InferExchange(string Form, byte[] Request, Func<string, byte[], float[]> ReadOutput)
{
    private const string BinaryHeader = "Inference-Header-Content-Length: ";

    /// <summary>Values as JSON numbers, both ways.</summary>
    public static InferExchange Json(BenchmarkModel model, string? path = null)
    {
        string values = string.Join(',', model.Input().Select(static value => value.ToString("R", CultureInfo.InvariantCulture)));
        string body = $$"""{"inputs":[{"name":"x","datatype":"FP32","shape":[1,{{model.InputColumns}}],"data":[{{values}}]}]}""";
        return new InferExchange("JSON", Compose(path ?? PathOf(model), "Content-Type: application/json\r\n", Encoding.ASCII.GetBytes(body)), ReadJson);
    }

    /// <summary>Values as raw bytes, both ways, by the binary tensor extension.</summary>
    public static InferExchange Binary(BenchmarkModel model, string? path = null)
    {
        float[] values = model.Input();
        byte[] head = Encoding.ASCII.GetBytes(
            $$$"""{"parameters":{"binary_data_output":true},"inputs":[{"name":"x","datatype":"FP32","shape":[1,{{{model.InputColumns}}}],"parameters":{"binary_data_size":{{{values.Length * sizeof(float)}}}}}]}""");
        byte[] body = [.. head, .. MemoryMarshal.AsBytes<float>(values)];
        string headers = $"Content-Type: application/octet-stream\r\n{BinaryHeader}{head.Length}\r\n";
        return new InferExchange("binary", Compose(path ?? PathOf(model), headers, body), ReadBinary);
    }

    private static string PathOf(BenchmarkModel model) => $"/v2/models/{model.Name}/infer";

    private static byte[] Compose(string path, string headers, byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Length: {body.Length}\r\n\r\n"), .. body];

    private static float[] ReadJson(string headers, byte[] body)
    {
        using JsonDocument answer = JsonDocument.Parse(body);
        return [.. answer.RootElement.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(static value => value.GetSingle())];
    }

    private static float[] ReadBinary(string headers, byte[] body)
    {
        int at = headers.IndexOf(BinaryHeader, StringComparison.OrdinalIgnoreCase) + BinaryHeader.Length;
        int head = int.Parse(headers.AsSpan(at, headers.IndexOf('\r', at) - at), CultureInfo.InvariantCulture);
        return MemoryMarshal.Cast<byte, float>(body.AsSpan(head)).ToArray();
    }
}
