using ModelOps.Kubernetes.Validation;

namespace ModelOps.Kubernetes.Tests.Validation;

public sealed class ModelDeploymentValidationTests
{
    private static readonly ModelDeployment Good = Deployments.Minimal;
    private static readonly HorizontalScaling Scaling = new();

    public static TheoryData<string, string, string, ModelDeployment> Faults { get; } = new()
    {
        { "Name", "Demand", "lower-case", Good with { Name = "Demand" } },
        { "Name", "4demand", "letter first", Good with { Name = "4demand" } },
        { "Name", "demand-", "letter or digit last", Good with { Name = "demand-" } },
        { "Name", new string('a', 48), "at most 47", Good with { Name = new string('a', 48) } },
        { "Name", "nothing", "lower-case", Good with { Name = null! } },
        { "Namespace", "a.b", "lower-case", Good with { Namespace = "a.b" } },
        { "Model", "nothing", "ModelReference.Parse", Good with { Model = null! } },
        { "Image", "server", "tag other than 'latest'", Good with { Image = "server" } },
        { "Image", "server:latest", "tag other than 'latest'", Good with { Image = "server:latest" } },
        { "Image", "host:5000/server", "tag other than 'latest'", Good with { Image = "host:5000/server" } },
        { "Image", "server:1.0 ", "tag other than 'latest'", Good with { Image = "server:1.0 " } },
        { "ImagePullSecrets[0]", "A", "DNS", Good with { ImagePullSecrets = ["A"] }  },
        { "Port", "80", "does not run as root", Good with { Port = 80 } },
        { "MetricsPort", "9464", "Network.Monitoring", Good with { MetricsPort = 9464 } },
        { "MetricsPort", "nothing", "MetricsPort", Good with { Network = new NetworkAccess { Monitoring = [NetworkPeer.InNamespace("monitoring")] } } },
        { "MetricsPort", "8080", "another port", Good with { MetricsPort = 8080, Network = new NetworkAccess { Monitoring = [NetworkPeer.InNamespace("monitoring")] } } },
        { "Scaling.Replicas", "0", "from 1 to 1000", Good with { Scaling = new FixedScaling(0) } },
        { "Scaling.MinReplicas", "0", "cannot scale to zero", Good with { Scaling = Scaling with { MinReplicas = 0 } } },
        { "Scaling.MaxReplicas", "2", "more than MinReplicas", Good with { Scaling = Scaling with { MaxReplicas = 2 } } },
        { "Scaling.Metric.Percent", "0", "from 1 to 100", Good with { Scaling = Scaling with { Metric = new CpuUtilization(0) } } },
        { "Scaling.Metric.PerPod", "0", "from 1", Good with { Scaling = Scaling with { Metric = new InFlightRequests(0) } } },
        { "Scaling.Metric.MetricName", "a b", "metric's name", Good with { Scaling = Scaling with { Metric = new InFlightRequests(1) { MetricName = "a b" } } } },
        { "Scaling", Scaling.ToString(), "InFlightRequests", Good with { Scaling = Scaling, Resources = new ModelResources { Gpus = 1 } } },
        { "Resources", "nothing", "default", Good with { Resources = null! } },
        { "Resources.Cpu", "0", "'250m'", Good with { Resources = new ModelResources { Cpu = "0" } } },
        { "Resources.CpuLimit", "1", "at least what Cpu", Good with { Resources = new ModelResources { Cpu = "1500m", CpuLimit = "1" } } },
        { "Resources.Memory", "1GB", "'512Mi'", Good with { Resources = new ModelResources { Memory = "1GB" } } },
        { "Resources.Memory", "512", "suffix", Good with { Resources = new ModelResources { Memory = "512" } } },
        { "Resources.Memory", "512m", "suffix", Good with { Resources = new ModelResources { Memory = "512m" } } },
        { "Resources.ManagedHeapPercent", "0", "from 10", Good with { Resources = new ModelResources { ManagedHeapPercent = 0 } } },
        { "Resources.GpuResource", "gpu", "'nvidia.com/gpu'", Good with { Resources = new ModelResources { GpuResource = "gpu" } } },
        { "Probes.LivePath", "live", "absolute path", Good with { Probes = new ModelProbes { LivePath = "live" } } },
        { "Probes.LivePath", "/v2/health/ready", "another path", Good with { Probes = new ModelProbes { LivePath = "/v2/health/ready" } } },
        { "Probes.LoadTime", "00:00:00.5000000", "whole seconds", Good with { Probes = new ModelProbes { LoadTime = TimeSpan.FromSeconds(0.5) } } },
        { "Shutdown.Drain", "-00:00:01", "from 0", Good with { Shutdown = new ModelShutdown { Drain = TimeSpan.FromSeconds(-1) } } },
        { "Registry.ClaimName", "Models", "DNS", NewRegistry(new RegistryClaim("Models")) },
        { "Registry.Reference", "models", "sha256", NewRegistry(new RegistryImage("models")) },
        { "Registry.Path", "/tmp/models", "not /tmp", NewRegistry(new RegistryClaim("models") { Path = "/tmp/models" }) },
        { "Registry.Path", "/a/../b", "absolute path", NewRegistry(new RegistryClaim("models") { Path = "/a/../b" }) },
        { "Network.Clients[0].Namespace", "a.b", "DNS", NewClients(NetworkPeer.InNamespace("a.b")) },
        { "Network.Clients[1].Cidr", "10.0.0.1/8", "beyond the prefix", NewClients(NetworkPeer.SameNamespace, NetworkPeer.Block("10.0.0.1/8")) },
        { "Network.Clients[0].Except[0]", "11.0.0.0/16", "within Cidr", NewClients(NetworkPeer.Block("10.0.0.0/8", "11.0.0.0/16")) },
        { "Network.Clients[0].PodLabels['app']", "a b", "63 letters", NewClients(NetworkPeer.Pods(new Dictionary<string, string> { ["app"] = "a b" })) },
        { "Network.Destinations[0].Ports", "", "at least one port", NewDestination(new NetworkDestination(NetworkPeer.SameNamespace)) },
        { "Network.Destinations[0].Ports[0]", "0", "from 1 to 65535", NewDestination(new NetworkDestination(NetworkPeer.SameNamespace, 0)) },
        { "Configuration['a b']", "1", "environment variable", Good with { Configuration = new Dictionary<string, string> { ["a b"] = "1" } } },
        { "Configuration['ASPNETCORE_HTTP_PORTS']", "80", "ASPNETCORE_HTTP_PORTS", Good with { Configuration = new Dictionary<string, string> { ["ASPNETCORE_HTTP_PORTS"] = "80" } } },
        { "Configuration['A']", "nothing", "null is no value", Good with { Configuration = new Dictionary<string, string> { ["A"] = null! } } },
        { "Secrets['A']", "SecretKey { Secret = S, Key = k }", "DNS name of a Secret", Good with { Secrets = new Dictionary<string, SecretKey> { ["A"] = new("S", "k") } } },
        { "Labels['modelops.dev/team']", "x", "which ModelOps sets", Good with { Labels = new Dictionary<string, string> { ["modelops.dev/team"] = "x" } } },
        { "Labels['team']", "a/b", "63 letters", Good with { Labels = new Dictionary<string, string> { ["team"] = "a/b" } } },
        { "NodeSelector['-']", "x", "DNS name and '/'", Good with { NodeSelector = new Dictionary<string, string> { ["-"] = "x" } } },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Render_OneFault_NamesPropertyValueAndMend(string property, string found, string mend, ModelDeployment deployment)
    {
        InvalidModelDeploymentException error = Assert.Throws<InvalidModelDeploymentException>(() => ModelManifests.Render(deployment));

        ModelDeploymentProblem problem = Assert.Single(error.Problems);
        Assert.Equal(property, problem.Property);
        if (found.Length > 0) { Assert.Equal(found, problem.Found); }
        Assert.Contains(mend, problem.Mend, StringComparison.Ordinal);
        Assert.Contains(problem.ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_ManyFaults_NamesAllAtOnce()
    {
        ModelDeployment deployment = Good with { Name = "X", Image = "server", Port = 80, Resources = new ModelResources { Memory = "lots", Cpu = "-1" } };

        InvalidModelDeploymentException error = Assert.Throws<InvalidModelDeploymentException>(() => ModelManifests.Render(deployment));

        Assert.Equal(["Name", "Image", "Port", "Resources.Cpu", "Resources.Memory"], error.Problems.Select(static p => p.Property));
        Assert.Equal("X", error.Deployment);
        Assert.Equal(InvalidModelDeploymentException.ErrorCode, error.Code);
        Assert.Equal(ModelOpsErrorKind.InvalidArgument, error.Kind);
    }

    [Fact]
    public void Render_KeysThatDotnetReadsAlike_AreRefused()
    {
        ModelDeployment deployment = Good with { Configuration = new Dictionary<string, string> { ["A:B"] = "1", ["a__b"] = "2" } };

        Assert.Equal("Configuration", Assert.Single(Assert.Throws<InvalidModelDeploymentException>(() => ModelManifests.Render(deployment)).Problems).Property);
    }

    [Fact]
    public void Render_KeyInConfigurationAndSecrets_IsRefused()
    {
        ModelDeployment deployment = Good with
        {
            Configuration = new Dictionary<string, string> { ["Store:Key"] = "1" },
            Secrets = new Dictionary<string, SecretKey> { ["Store__Key"] = new("store", "key") },
        };

        Assert.Equal("Secrets", Assert.Single(Assert.Throws<InvalidModelDeploymentException>(() => ModelManifests.Render(deployment)).Problems).Property);
    }

    [Fact]
    public void Render_NothingAtAll_NamesEveryMissingPart()
    {
        ModelDeployment deployment = Good with { Scaling = null!, Probes = null!, Shutdown = null!, Network = null!, Configuration = null!, Secrets = null!, Labels = null!, NodeSelector = null!, ImagePullSecrets = null! };

        InvalidModelDeploymentException error = Assert.Throws<InvalidModelDeploymentException>(() => ModelManifests.Render(deployment));

        Assert.Equal(
            ["Configuration", "ImagePullSecrets", "Labels", "Network", "NodeSelector", "Probes", "Scaling", "Secrets", "Shutdown"],
            error.Problems.Select(static p => p.Property).Order(StringComparer.Ordinal));
    }

    private static ModelDeployment NewRegistry(RegistryMount registry) => Good with { Registry = registry };

    private static ModelDeployment NewClients(params NetworkPeer[] clients) => Good with { Network = new NetworkAccess { Clients = clients } };

    private static ModelDeployment NewDestination(NetworkDestination destination) => Good with { Network = new NetworkAccess { Destinations = [destination] } };
}
