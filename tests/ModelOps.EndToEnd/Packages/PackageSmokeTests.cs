using System.Xml.Linq;
using ModelOps.EndToEnd.Repository;
using ModelOps.EndToEnd.Tools;
using ModelOps.TestSupport;

namespace ModelOps.EndToEnd.Packages;

public sealed class PackageSmokeTests(PackedFixture packed)
{
    private const string Program = """
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using ModelOps;

        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddModelOps().AddServing().AddPredictor<Row, Answer>("affine");
        using IHost host = builder.Build();
        await host.StartAsync();

        IInferenceClient client = host.Services.GetRequiredService<IInferenceClient>();
        ModelReference model = ModelReference.Parse("affine");
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(60));
        while (!await client.IsReadyAsync(model, deadline.Token)) { await Task.Delay(20, deadline.Token); }

        using InferenceRequest request = new(model);
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 4], [1, 2, 3, 4]));
        using InferenceResponse response = await client.InferAsync(request);
        Console.WriteLine($"answer of {response.ModelName}: {string.Join(' ', response.Outputs["y"].AsSpan<float>().ToArray())}");
        Answer answer = await host.Services.GetRequiredService<IPredictor<Row, Answer>>().PredictAsync(new Row(1, 2, 3, 4));
        Console.WriteLine($"predicted {answer.First} {answer.Fourth}");
        await host.StopAsync();

        [ModelInput, Features("x")]
        internal partial record Row(int First, float Second, double Third, long Fourth);

        [ModelOutput, Features("y")]
        internal partial record struct Answer(float First, float Second, float Third, float Fourth);
        """;

    [Fact]
    public async Task Packages_InAConsoleAppElsewhere_ServeAModel()
    {
        using TemporaryFolder folder = new();
        Write(folder, await packed.FolderAsync());

        string output = await Tool.SucceedAsync(
            folder.Path,
            "dotnet",
            ["run", "--", "--ModelOps:Serving:Models:0:Name=affine", $"--ModelOps:Serving:Models:0:File={folder.File("affine.onnx")}"],
            new Dictionary<string, string?> { ["NUGET_PACKAGES"] = null, ["CI"] = null });

        Assert.Contains("answer of affine: 3 5 7 9", output, StringComparison.Ordinal);
        Assert.Contains("predicted 3 9", output, StringComparison.Ordinal); // by code that the package's generator wrote
        Assert.True(
            Directory.Exists(folder.File("packages/modelops.serving")),
            "the app was built with a package of this name and version from the machine's cache, not with the one just packed: remove modelops.* there");
    }

    // The machine's sources and its cache of other people's packages stay in use; ours come from the folder and are unpacked beside the app.
    private static void Write(TemporaryFolder folder, string packages)
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        new XElement(
            "configuration",
            new XElement("config", new XElement("add", new XAttribute("key", "globalPackagesFolder"), new XAttribute("value", "packages"))),
            new XElement("packageSources", new XElement("add", new XAttribute("key", "packed"), new XAttribute("value", packages))),
            new XElement("fallbackPackageFolders", new XElement("add", new XAttribute("key", "cache"), new XAttribute("value", cache)))).Save(folder.File("nuget.config"));
        new XElement(
            "Project",
            new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement(
                "PropertyGroup",
                new XElement("OutputType", "Exe"),
                new XElement("TargetFramework", "net10.0"),
                new XElement("Nullable", "enable"),
                new XElement("ImplicitUsings", "enable"),
                new XElement("UseCurrentRuntimeIdentifier", "true"),
                new XElement("SelfContained", "false")),
            new XElement(
                "ItemGroup",
                Reference("ModelOps.Serving", XDocument.Load(RepositoryFiles.At("Directory.Build.props")).Descendants("Version").Single().Value),
                Reference("Microsoft.Extensions.Hosting", Pinned("Microsoft.Extensions.Hosting")),
                Reference("Microsoft.ML.OnnxRuntime", Pinned("Microsoft.ML.OnnxRuntime")))).Save(folder.File("App.csproj"));
        File.WriteAllText(folder.File("Program.cs"), Program);
        folder.Write("affine.onnx", TestModels.Affine(scale: 2, offset: 1));
    }

    private static XElement Reference(string package, string version) =>
        new("PackageReference", new XAttribute("Include", package), new XAttribute("Version", version));

    private static string Pinned(string package) => (string)XDocument.Load(RepositoryFiles.At("Directory.Packages.props")).Descendants("PackageVersion")
        .Single(p => (string?)p.Attribute("Include") == package).Attribute("Version")!;
}
