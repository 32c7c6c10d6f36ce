namespace ModelOps.Registry.Wandb;

/// <summary>The few calls of the GraphQL API that an export needs, with the fields and types the server's own client uses.</summary>
internal static class WandbQueries
{
    public const string Resume = """
        query RunResumeStatus($project: String, $entity: String, $name: String!) {
          model(name: $project, entityName: $entity) {
            name entity { name }
            bucket(name: $name, missingOk: true) { id config historyLineCount }
          }
        }
        """;

    public const string Upsert = """
        mutation UpsertBucket($name: String, $project: String, $entity: String, $displayName: String, $notes: String,
            $commit: String, $config: JSONString, $jobType: String, $tags: [String!]) {
          upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, displayName: $displayName, notes: $notes,
              commit: $commit, config: $config, jobType: $jobType, tags: $tags}) {
            bucket { id name historyLineCount project { name entity { name } } }
            inserted
          }
        }
        """;

    public const string CreateArtifact = """
        mutation CreateArtifact($entityName: String!, $projectName: String!, $artifactTypeName: String!, $artifactCollectionName: String!,
            $runName: String, $digest: String!, $description: String, $aliases: [ArtifactAliasInput!], $metadata: JSONString,
            $clientID: ID!, $sequenceClientID: ID!) {
          createArtifact(input: {entityName: $entityName, projectName: $projectName, artifactTypeName: $artifactTypeName,
              artifactCollectionName: $artifactCollectionName, runName: $runName, digest: $digest, digestAlgorithm: MANIFEST_MD5,
              description: $description, aliases: $aliases, metadata: $metadata, enableDigestDeduplication: true,
              clientID: $clientID, sequenceClientID: $sequenceClientID}) {
            artifact { id state artifactSequence { latestArtifact { id } } }
          }
        }
        """;

    public const string CreateManifest = """
        mutation CreateArtifactManifest($artifactID: ID!, $baseArtifactID: ID, $name: String!, $digest: String!, $entityName: String!,
            $projectName: String!, $runName: String!, $manifestType: ArtifactManifestType!, $includeUpload: Boolean!) {
          createArtifactManifest(input: {artifactID: $artifactID, baseArtifactID: $baseArtifactID, name: $name, digest: $digest,
              entityName: $entityName, projectName: $projectName, runName: $runName, type: $manifestType}) {
            artifactManifest { id file { id uploadUrl @include(if: $includeUpload) uploadHeaders @include(if: $includeUpload) } }
          }
        }
        """;

    public const string CreateFiles = """
        mutation CreateArtifactFiles($artifactFiles: [CreateArtifactFileSpecInput!]!, $storageLayout: ArtifactStorageLayout!) {
          createArtifactFiles(input: {artifactFiles: $artifactFiles, storageLayout: $storageLayout}) {
            files { edges { node {
              storagePath uploadUrl uploadHeaders
              uploadMultipartUrls { uploadID uploadUrlParts { partNumber uploadUrl } }
              artifact { id }
            } } }
          }
        }
        """;

    public const string CompleteParts = """
        mutation CompleteMultipartUploadArtifact($completeMultipartAction: CompleteMultipartAction!, $completedParts: [UploadPartsInput!]!,
            $artifactID: ID!, $storagePath: String!, $uploadID: String!) {
          completeMultipartUploadArtifact(input: {completeMultipartAction: $completeMultipartAction, completedParts: $completedParts,
              artifactID: $artifactID, storagePath: $storagePath, uploadID: $uploadID}) { digest }
        }
        """;

    public const string Commit = """
        mutation CommitArtifact($artifactID: ID!) {
          commitArtifact(input: {artifactID: $artifactID}) { artifact { id digest } }
        }
        """;

    public const string AddAliases = """
        mutation AddAliases($artifactID: ID!, $aliases: [ArtifactCollectionAliasInput!]!) {
          addAliases(input: {artifactID: $artifactID, aliases: $aliases}) { success }
        }
        """;
}
