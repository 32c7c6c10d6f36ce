using System.Text.Json.Nodes;
using ModelOps.Kubernetes.Tests.Yaml;

namespace ModelOps.Kubernetes.Tests.Schemas;

/// <summary>The validator must refuse what a real API server 1.36 refused; else its silence about our manifests would say nothing.</summary>
public sealed class StrictValidatorTests
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: demand}
        spec:
          selector: {matchLabels: {app: demand}}
          template:
            metadata: {labels: {app: demand}}
            spec:
              containers:
              - name: server
                image: server:1.0
                ports: [{containerPort: 8080}]
        """;

    private const string Autoscaler = """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: demand}
        spec:
          minReplicas: 1
          maxReplicas: 3
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: demand}
        """;

    private const string Budget = """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: demand}
        spec:
          maxUnavailable: 1
          selector: {matchLabels: {app: demand}}
        """;

    [Theory]
    [InlineData(Deployment)]
    [InlineData(Autoscaler)]
    [InlineData(Budget)]
    public void Validate_GoodManifest_FindsNothing(string yaml) => Assert.Empty(Validate(yaml));

    [Theory]
    [InlineData(Deployment, "spec:", "spec:\n  replica: 3", "unknown field \"spec.replica\"")]
    [InlineData(Deployment, "name: server", "name: server\n        imagePulPolicy: Always", "unknown field \"spec.template.spec.containers[0].imagePulPolicy\"")]
    [InlineData(Deployment, "name: server", "name: server\n        imagePullPolicy: Sometimes", "imagePullPolicy: \"Sometimes\" is not one of")]
    [InlineData(Deployment, "  selector: {matchLabels: {app: demand}}\n", "", "missing required field \"spec.selector\"")]
    [InlineData(Deployment, "[{containerPort: 8080}]", "[{containerPort: \"8080\"}]", "expected integer, found String")]
    [InlineData(Deployment, "[{containerPort: 8080}]", "[{containerPort: 8080000000}]", "is not a int32")]
    [InlineData(Deployment, "[{containerPort: 8080}]", "[{containerPort: 8080}, {containerPort: 8080, protocol: TCP}]", "duplicate entries for key containerPort=8080,protocol=\"TCP\"")]
    [InlineData(Deployment, "name: server", "name: server\n        resources: {requests: {memory: 1GB}}", "\"1GB\" is not a quantity")]
    [InlineData(Deployment, "name: server", "name: server\n        env: [{name: A, value: 1}]", "env[0].value: expected string, found Number")]
    [InlineData(Deployment, "spec:", "spec:\n  strategy: {rollingUpdate: {maxSurge: true}}", "maxSurge: none of the allowed types")]
    [InlineData(Deployment, "{labels: {app: demand}}", "{labels: {app: other}}", "label app is not on the template")]
    [InlineData(Deployment, "{name: demand}", "{name: n}", "metadata.name: expected string, found False")]
    [InlineData(Deployment, "{name: demand}", "{name: demand, creationTimestamp: soon}", "is not a date-time")]
    [InlineData(Deployment, "{name: demand}", "{name: demand, annotations: }", "annotations: null")]
    [InlineData(Deployment, "apps/v1", "apps/v1beta1", "no kind \"Deployment\" in version \"apps/v1beta1\"")]
    [InlineData(Autoscaler, "minReplicas: 1", "minReplicas: 0", "spec.minReplicas: must be greater than or equal to 1")]
    [InlineData(Autoscaler, "apiVersion: apps/v1, ", "apiVersion: v1, ", "spec.scaleTargetRef.apiVersion: must name the group")]
    [InlineData(Autoscaler, "apiVersion: apps/v1, ", "", "spec.scaleTargetRef.apiVersion: must name the group")]
    [InlineData(Budget, "maxUnavailable: 1", "maxUnavailable: 1\n  minAvailable: 1", "minAvailable and maxUnavailable cannot be both set")]
    public void Validate_FaultyManifest_NamesTheFault(string yaml, string text, string replacement, string expected)
    {
        int at = yaml.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0);

        IReadOnlyList<string> errors = Validate(yaml[..at] + replacement + yaml[(at + text.Length)..]);

        Assert.Contains(errors, error => error.Contains(expected, StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Validate(string yaml)
    {
        JsonNode manifest = Assert.Single(OldYamlReader.ReadAll(yaml))!;
        return new StrictValidator(KubernetesSchemas.Require()).Validate(manifest);
    }
}
