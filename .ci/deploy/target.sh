# shellcheck shell=bash
# What the scripts here know of a deploy target: aws (ECR, EKS), google (Artifact Registry, Cloud Run), docker-hub. By OIDC, with no stored
# key, but for Docker Hub, which has a token. Variables are explained in docs/gitlab.md.

# need NAME...: refuses, in a sentence, where a variable is empty.
need() {
  local name
  for name in "$@"; do
    if [[ -z ${!name:-} ]]; then
      echo "The deploy target needs the variable $name: docs/gitlab.md says what it is." >&2
      exit 1
    fi
  done
}

# identity AUDIENCE: the forge's word for who this job is, as a file's path. GitLab gives it as OIDC_TOKEN, GitHub when it is asked.
identity() {
  local file=${TMPDIR:-/tmp}/oidc-token
  if [[ -n ${OIDC_TOKEN:-} ]]; then
    (umask 077 && printf '%s' "$OIDC_TOKEN" >"$file")
  else
    need ACTIONS_ID_TOKEN_REQUEST_URL ACTIONS_ID_TOKEN_REQUEST_TOKEN
    (umask 077 && curl --silent --show-error --fail --header "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
      "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=$1" | jq --raw-output .value >"$file")
  fi
  echo "$file"
}

# target_registry TARGET: where its images are.
target_registry() {
  case $1 in
    aws)
      need AWS_ACCOUNT_ID AWS_REGION
      echo "$AWS_ACCOUNT_ID.dkr.ecr.$AWS_REGION.amazonaws.com${ECR_PREFIX:+/$ECR_PREFIX}"
      ;;
    google)
      need GOOGLE_PROJECT GOOGLE_REGION GOOGLE_REPOSITORY
      echo "$GOOGLE_REGION-docker.pkg.dev/$GOOGLE_PROJECT/$GOOGLE_REPOSITORY"
      ;;
    docker-hub)
      need DOCKERHUB_OWNER
      echo "docker.io/$DOCKERHUB_OWNER"
      ;;
    *)
      echo "There is no deploy target '$1': name aws, google or docker-hub." >&2
      exit 1
      ;;
  esac
}

# log_in TARGET: makes its tools and docker know who this is.
log_in() {
  local registry
  registry=$(target_registry "$1")
  case $1 in
    aws)
      need AWS_ROLE_ARN
      AWS_WEB_IDENTITY_TOKEN_FILE=$(identity sts.amazonaws.com)
      export AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_ARN AWS_REGION
      aws ecr get-login-password | docker login --username AWS --password-stdin "${registry%%/*}" >&2
      ;;
    google)
      need GOOGLE_PROVIDER GOOGLE_SERVICE_ACCOUNT
      local token credentials=${TMPDIR:-/tmp}/google-credentials.json
      token=$(identity "https://iam.googleapis.com/$GOOGLE_PROVIDER")
      gcloud iam workload-identity-pools create-cred-config "$GOOGLE_PROVIDER" --service-account "$GOOGLE_SERVICE_ACCOUNT" \
        --credential-source-file "$token" --output-file "$credentials" >&2
      gcloud auth login --quiet --cred-file "$credentials" >&2
      gcloud auth print-access-token | docker login --username oauth2accesstoken --password-stdin "https://${registry%%/*}" >&2
      ;;
    docker-hub)
      need DEPLOY_TOKEN
      printf '%s' "$DEPLOY_TOKEN" | docker login --username "$DOCKERHUB_OWNER" --password-stdin docker.io >&2
      ;;
  esac
}

# make_repository TARGET REGISTRY NAME: ECR takes no image of a repository that is not there; the others make it by the first push.
make_repository() {
  [[ $1 == aws ]] || return 0
  local path=${2#*/}
  local name=$3
  [[ $path == "$2" ]] || name=$path/$3
  aws ecr describe-repositories --repository-names "$name" >/dev/null 2>&1 ||
    aws ecr create-repository --repository-name "$name" --image-tag-mutability IMMUTABLE \
      --image-scanning-configuration scanOnPush=true >/dev/null
}

# copy_image TARGET REGISTRY IMAGE TAG: the very same image, whatever it is built for, with its digest and a tag.
copy_image() {
  local name=${3%@*} copy
  name=${name##*/}
  copy=$2/$name
  make_repository "$1" "$2" "$name"
  # What is there keeps its first tag; it is deployed by its digest.
  docker buildx imagetools inspect "$copy@${3#*@}" >/dev/null 2>&1 || docker buildx imagetools create --tag "$copy:$4" "$3" >&2
  echo "$copy@${3#*@}"
}
