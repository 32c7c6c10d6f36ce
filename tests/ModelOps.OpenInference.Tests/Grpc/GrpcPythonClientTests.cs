using System.Diagnostics;
using Google.Protobuf;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Tests.Fakes;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.OpenInference.Tests.Grpc;

/// <summary>Another implementation of gRPC and protobuf as the client.</summary>
public sealed class GrpcPythonClientTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public async Task PythonClient_CallsAndReadsErrors()
    {
        Assert.SkipUnless(File.Exists(Python) && (await RunAsync("-c", "import grpc, google.protobuf")).Code == 0, "Install the packages python3-grpcio and python3-protobuf.");
        using TemporaryFolder folder = new();
        string descriptors = Path.Combine(folder.Path, "service.pb");
        await File.WriteAllBytesAsync(descriptors, GrpcServiceReflection.Descriptor.SerializedData.ToByteArray());
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());

        (int code, string output) = await RunAsync(Path.Combine(AppContext.BaseDirectory, "Grpc", "client.py"), descriptors, host.GrpcAddress.Authority);

        Assert.True(code == 0, output);
        Assert.Equal(
            """{"live": true, "inputs": [["a", "FP32", [-1]], ["b", "FP32", [-1]]], "typed": ["py", [[6.0, 9.0], [4.0, 5.0]]], "raw": [[6.0, 9.0], [4.0, 5.0]], "error": ["NOT_FOUND", "MODEL_NOT_FOUND", true]}""",
            output.Trim());
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using Process python = Process.Start(new ProcessStartInfo(Python, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = python.StandardError.ReadToEndAsync();
        string output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        return (python.ExitCode, output.Length > 0 ? output : await error);
    }
}
